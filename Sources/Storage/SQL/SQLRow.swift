import Domain

/// One row of a result, its columns in the order of the query.
struct SQLRow: Sendable {
    let values: [SQLValue]

    func integer(_ column: Int) throws(ArchiveFailure) -> Int64 {
        guard case .integer(let value) = values[column] else { throw unexpected(column, wanted: "an integer") }
        return value
    }

    func real(_ column: Int) throws(ArchiveFailure) -> Double {
        guard case .real(let value) = values[column] else { throw unexpected(column, wanted: "a number") }
        return value
    }

    func text(_ column: Int) throws(ArchiveFailure) -> String {
        guard case .text(let value) = values[column] else { throw unexpected(column, wanted: "text") }
        return value
    }

    func time(_ column: Int) throws(ArchiveFailure) -> Timestamp { Timestamp(milliseconds: try integer(column)) }
    /// 0 to 10^12: no sum of counts overflows, whoever wrote the row.
    func count(_ column: Int) throws(ArchiveFailure) -> Int {
        let value = try integer(column)
        guard (0...1_000_000_000_000).contains(value) else { throw unexpected(column, wanted: "a count") }
        return Int(value)
    }
    func textIfAny(_ column: Int) throws(ArchiveFailure) -> String? { values[column] == .null ? nil : try text(column) }
    func timeIfAny(_ column: Int) throws(ArchiveFailure) -> Timestamp? {
        values[column] == .null ? nil : try time(column)
    }

    private func unexpected(_ column: Int, wanted: String) -> ArchiveFailure {
        .unreadable("column \(column + 1) of a row is not \(wanted)")
    }
}

extension ArchiveFailure {
    /// A row that this program cannot have written.
    static func unreadable(_ what: String) -> ArchiveFailure {
        ArchiveFailure(
            .corrupt,
            Phrase(
                "the database holds a row that cannot be read", fr: "la base de données contient une ligne illisible"),
            hint: Phrase(
                "another program changed it: repair the row, or restore a backup into DATABASE_URL",
                fr:
                    "un autre programme l’a modifiée\u{A0}: réparez la ligne, ou restaurez une sauvegarde dans "
                    + "DATABASE_URL"
            ),
            detail: what)
    }
}
