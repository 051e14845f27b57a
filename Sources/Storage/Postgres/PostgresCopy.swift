import CPostgres
import Domain

/// Candles in the binary format of COPY (https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.4), of
/// which the server parses no numbers.
struct PostgresCopy {
    private var bytes: [UInt8] = []

    /// Why the server did not take the rows.
    struct Problem: Error {
        let message: String
        let state: String?
    }

    private static let header = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [0, 0, 0, 0] + [0, 0, 0, 0]
    /// The bytes of a row: the number of fields, and eight fields with their sizes.
    private static let rowSize = 2 + 2 * 8 + 5 * 12 + 6

    init(_ candles: [CandleNumbers], known: [Int]?, origin: Int64) {
        bytes.reserveCapacity(Self.header.count + candles.count * Self.rowSize + 2)
        bytes += Self.header
        let origin = Int32(clamping: origin)
        for (index, candle) in candles.enumerated() {
            append(8 as Int16)
            append(Int32(clamping: CandleTable.minute(of: candle.openTime)))
            append(origin)
            append(candle.open)
            append(candle.high)
            append(candle.low)
            append(candle.close)
            append(candle.volume)
            append(field: known.map { Int16(clamping: $0[index]) })
        }
        append(-1 as Int16)
    }

    /// A field of type SMALLINT, or NULL.
    private mutating func append(field number: Int16?) {
        withUnsafeBytes(of: Int32(number == nil ? -1 : 2).bigEndian) { bytes.append(contentsOf: $0) }
        if let number { append(number) }
    }

    func run(into table: String, on connection: OpaquePointer) -> Result<Void, Problem> {
        let start = PostgresResult(
            raw: PQexec(
                connection,
                "COPY \(table) (minute, origin, open, high, low, close, volume, known) FROM STDIN (FORMAT binary)"))
        guard start.isCopyingIn else { return .failure(problem(start, connection)) }
        let sent = bytes.withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { PQputCopyData(connection, $0.baseAddress, CInt($0.count)) }
        }
        // Also after a failure: the connection leaves the COPY only so.
        _ = PQputCopyEnd(connection, sent == 1 ? nil : "the rows could not be sent")
        let end = PostgresResult(raw: PQgetResult(connection))
        while let more = PQgetResult(connection) { PQclear(more) }
        return end.isGood ? .success(()) : .failure(problem(end, connection))
    }

    private func problem(_ result: borrowing PostgresResult, _ connection: OpaquePointer) -> Problem {
        Problem(message: result.message ?? String(cString: PQerrorMessage(connection)), state: result.state)
    }

    private mutating func append(_ number: Int16) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ number: Int32) {
        withUnsafeBytes(of: Int32(4).bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ number: Double) {
        withUnsafeBytes(of: Int32(8).bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: number.bitPattern.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
