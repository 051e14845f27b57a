package import Domain

extension Database {
    /// What `doctor` asks a database beyond its rows.
    package struct DatabaseInspection: Sendable {
        /// What is damaged, in the engine's own words; empty for a whole one, and for a server, which looks after
        /// itself.
        package let damage: [String]
        /// What a write would run into.
        package let writing: ArchiveFailure?
        /// The server's clock; `nil` for a file, which has none.
        package let serverTime: Timestamp?
    }

    /// Changes nothing: the write is undone.
    /// - Parameter thorough: whether a whole SQLite file is read once (`quick_check`, about a second for 500 MB).
    /// - Throws: ``ArchiveFailure`` when it stops answering.
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

    private func writing() async -> ArchiveFailure? {
        let undo = ArchiveFailure(.statement, Phrase(verbatim: "undone on purpose"), hint: .empty)
        do throws(ArchiveFailure) {
            try await engine.write { database throws(ArchiveFailure) in
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
