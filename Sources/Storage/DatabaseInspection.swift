package import Domain

extension Database {
    /// The state of a database beyond its rows, for the health checks.
    package struct DatabaseInspection: Sendable {
        /// Damage, as SQLite reports it; empty for an intact file, and for a server, which checks itself.
        package let damage: [String]
        /// The failure of a test write; `nil` when it succeeds.
        package let writing: ArchiveFailure?
        /// The server's clock; `nil` for a file, which has none.
        package let serverTime: Timestamp?
    }

    /// Inspects the database. The test write is rolled back.
    /// - Parameter thorough: whether to read a complete SQLite file (`quick_check`, about a second for 500 MB).
    /// - Throws: ``ArchiveFailure`` when it stops responding.
    package func examine(thorough: Bool = true) async throws(ArchiveFailure) -> DatabaseInspection {
        DatabaseInspection(
            damage: thorough ? try await damage() : [], writing: await writing(), serverTime: try await serverTime())
    }

    private func damage() async throws(ArchiveFailure) -> [String] {
        guard url.file != nil else { return [] }
        do throws(ArchiveFailure) {
            return try await engine.read { database throws(ArchiveFailure) in
                // https://sqlite.org/pragma.html#pragma_quick_check
                var lines: [String] = []
                for row in try database.rows("PRAGMA quick_check(5)") { lines.append(try row.text(0)) }
                return lines == ["ok"] ? [] : lines
            }
        } catch {
            guard error.kind == .corrupt else { throw error }
            return [error.detail ?? error.message.english]
        }
    }

    /// Less than other writers wait for a lock, so that a lock is told from a database that does not respond also on a
    /// busy machine: the whole inspection has seven seconds.
    static let inspectionLockTimeout: Duration = .seconds(2)

    private func writing() async -> ArchiveFailure? {
        let undo = ArchiveFailure(.statement, Phrase(verbatim: "rolled back on purpose"), hint: .empty)
        do throws(ArchiveFailure) {
            try await engine.write(lockTimeout: Self.inspectionLockTimeout) { database throws(ArchiveFailure) in
                _ = try database.execute("DELETE FROM meta WHERE key = ?", [.text("doctor")])
                throw undo
            }
            return nil
        } catch {
            return error == undo ? nil : error
        }
    }

    private func serverTime() async throws(ArchiveFailure) -> Timestamp? {
        guard url.file == nil else { return nil }
        return try await engine.read { database throws(ArchiveFailure) in
            try database.rows("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)").first?.time(0)
        }
    }
}
