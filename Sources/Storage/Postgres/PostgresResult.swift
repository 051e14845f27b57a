import CPostgres

/// A libpq result, freed on destruction. Columns are in binary format, so that numbers are exact.
struct PostgresResult: ~Copyable {
    /// `nil` when libpq ran out of memory.
    private let raw: OpaquePointer?

    init(raw: OpaquePointer?) { self.raw = raw }
    deinit { PQclear(raw) }

    var isGood: Bool {
        let status = PQresultStatus(raw)
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
    }

    /// Whether the server waits for the rows of a COPY.
    var isCopyingIn: Bool { PQresultStatus(raw) == PGRES_COPY_IN }

    /// SQLSTATE of an error.
    var state: String? { field("C") }
    /// The error message in the language of the server, without the statement; with the function that raised it, if
    /// any.
    var message: String? {
        guard let message = field("M") else { return nil }
        // Of a COPY, the context is a row.
        guard let place = field("W")?.split(whereSeparator: \.isNewline).first, !place.hasPrefix("COPY ") else {
            return message
        }
        return message + "\n" + place
    }

    /// Rows changed by INSERT, UPDATE or DELETE.
    var changed: Int {
        guard let status = PQcmdStatus(raw), !String(cString: status).hasPrefix("SELECT"), let tuples = PQcmdTuples(raw)
        else { return 0 }
        return Int(String(cString: tuples)) ?? 0
    }

    var rows: [SQLRow] {
        let columns = PQnfields(raw)
        let types = (0..<columns).map { PQftype(raw, $0) }
        return (0..<PQntuples(raw)).map { row in
            SQLRow(values: (0..<columns).map { value(row, $0, type: types[Int($0)]) })
        }
    }

    private func value(_ row: CInt, _ column: CInt, type: Oid) -> SQLValue {
        guard PQgetisnull(raw, row, column) == 0, let start = PQgetvalue(raw, row, column) else { return .null }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(raw, row, column)))
        // Type OIDs of pg_type.dat; all other queried columns are text. A value of another size than its type is not
        // read: what claims to be a server may send anything.
        switch (type, bytes.count) {
        case (16, _): return .integer(bytes.first == 1 ? 1 : 0)
        case (20, 8): return .integer(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        case (21, 2): return .integer(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
        case (23, 4): return .integer(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
        case (701, 8): return .real(Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))))
        default: return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Names of the fields: https://www.postgresql.org/docs/current/protocol-error-fields.html
    private func field(_ name: Unicode.Scalar) -> String? {
        PQresultErrorField(raw, CInt(name.value)).map { String(cString: $0) }
    }
}
