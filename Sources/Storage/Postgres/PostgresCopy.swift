import CPostgres
import Domain

/// Candles in the binary format of COPY (https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.4), of
/// which the server parses no numbers.
struct PostgresCopy {
    private let candles: [CandleNumbers]
    private let known: [Int]?
    private let origin: Int32

    /// Why the server did not take the rows.
    struct Problem: Error {
        let message: String
        let state: String?
    }

    private static let header = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [0, 0, 0, 0] + [0, 0, 0, 0]
    /// The bytes of a row: the number of fields, and eight fields with their sizes.
    private static let rowSize = 2 + 2 * 8 + 5 * 12 + 6
    /// The rows that are sent at a time: the server stores them while the next ones are made.
    private static let piece = 1000

    init(_ candles: [CandleNumbers], known: [Int]?, origin: Int64) {
        (self.candles, self.known, self.origin) = (candles, known, Int32(clamping: origin))
    }

    /// Sends the rows. The server goes on to store them: ``end(on:)`` has to follow, before anything else on the
    /// connection. After a failure there is nothing to end.
    func send(into table: String, on connection: OpaquePointer) -> Result<Void, Problem> {
        let start = PostgresResult(
            raw: PQexec(
                connection,
                "COPY \(table) (minute, origin, open, high, low, close, volume, known) FROM STDIN (FORMAT binary)"))
        guard start.isCopyingIn else { return .failure(Self.problem(start, connection)) }
        // Also after a failure: the connection leaves the COPY only so.
        _ = PQputCopyEnd(connection, isSent(on: connection) ? nil : "the rows could not be sent")
        return .success(())
    }

    /// Waits until the server has stored what was sent.
    static func end(on connection: OpaquePointer) -> Result<Void, Problem> {
        let end = PostgresResult(raw: PQgetResult(connection))
        while let more = PQgetResult(connection) { PQclear(more) }
        return end.isGood ? .success(()) : .failure(problem(end, connection))
    }

    private func isSent(on connection: OpaquePointer) -> Bool {
        var bytes = Self.header
        bytes.reserveCapacity(Self.header.count + Self.piece * Self.rowSize + 2)
        var start = 0
        while true {
            let end = min(start + Self.piece, candles.count)
            for index in start..<end { Self.append(candles[index], known?[index], origin, to: &bytes) }
            if end == candles.count { Self.append(-1 as Int16, to: &bytes) }
            let sent = bytes.withUnsafeBytes { bytes in
                bytes.withMemoryRebound(to: CChar.self) { PQputCopyData(connection, $0.baseAddress, CInt($0.count)) }
            }
            guard sent == 1, end < candles.count else { return sent == 1 }
            bytes.removeAll(keepingCapacity: true)
            start = end
        }
    }

    private static func append(_ candle: CandleNumbers, _ known: Int?, _ origin: Int32, to bytes: inout [UInt8]) {
        append(8 as Int16, to: &bytes)
        append(Int32(clamping: CandleTable.minute(of: candle.openTime)), to: &bytes)
        append(origin, to: &bytes)
        append(candle.open, to: &bytes)
        append(candle.high, to: &bytes)
        append(candle.low, to: &bytes)
        append(candle.close, to: &bytes)
        append(candle.volume, to: &bytes)
        // Of type SMALLINT, or NULL.
        withUnsafeBytes(of: Int32(known == nil ? -1 : 2).bigEndian) { bytes.append(contentsOf: $0) }
        if let known { append(Int16(clamping: known), to: &bytes) }
    }

    private static func problem(_ result: borrowing PostgresResult, _ connection: OpaquePointer) -> Problem {
        Problem(message: result.message ?? String(cString: PQerrorMessage(connection)), state: result.state)
    }

    private static func append(_ number: Int16, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private static func append(_ number: Int32, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: Int32(4).bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    private static func append(_ number: Double, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: Int32(8).bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: number.bitPattern.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
