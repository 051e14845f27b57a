import Domain
import Support
import Testing

@testable import Storage

@Suite("Changes noticed", .timeLimit(.minutes(10))) struct ChangesTests {
    @Test("what another program commits is noticed", arguments: Engine.all)
    func noticed(engine: Engine) async throws {
        try await withEmptyDatabase(engine) { url in
            try await withOpen(url) { reader in
                try await withOpen(url) { writer in
                    var changes = reader.changes.changes().makeAsyncIterator()
                    // The first element marks the start of polling.
                    #expect(await changes.next() != nil)
                    _ = try await writer.candles.keep([try .hour(0)])
                    #expect(await changes.next() != nil)
                }
            }
        }
    }

    @Test("an incident that another program changes is noticed", arguments: Engine.all)
    func incident(engine: Engine) async throws {
        try await withEmptyDatabase(engine) { url in
            try await withOpen(url) { reader in
                try await withOpen(url) { writer in
                    let incident = Incident(
                        id: IncidentID(rawValue: "i1"), cause: .diskFull, severity: .warning, opened: .hour(0),
                        context: "c", symptom: "s", diagnosis: "d")
                    var changes = reader.changes.changes().makeAsyncIterator()
                    #expect(await changes.next() != nil)
                    try await writer.incidents.keep(incident)
                    #expect(await changes.next() != nil)
                    _ = try await writer.incidents.change(incident.id) { $0.lesson = "l" }
                    #expect(await changes.next() != nil)
                }
            }
        }
    }

    @Test("what this program commits is noticed too", arguments: Engine.all)
    func ownCommit(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            var changes = database.changes.changes().makeAsyncIterator()
            _ = await changes.next()
            _ = try await database.news.keep([.sample("a")])
            #expect(await changes.next() != nil)
        }
    }

    @Test("keeping what is already kept is no change", arguments: Engine.all)
    func noChange(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.candles.keep([try .hour(0)])
            let watcher = try #require(try (database.changes as? PolledChanges)?.watch())
            _ = try await database.candles.keep([try .hour(0), try .hour(0, after: 60)])
            #expect(try !watcher.hasChanged())
            _ = try await database.candles.keep([try .hour(1)])
            while try !watcher.hasChanged() { try await ContinuousClock().sleep(for: .milliseconds(5)) }
            #expect(try !watcher.hasChanged())
        }
    }

    @Test("the stream ends when the database is closed", arguments: Engine.all)
    func ends(engine: Engine) async throws {
        try await withEmptyDatabase(engine) { url in
            let database = try await Database.open(url)
            var changes = database.changes.changes().makeAsyncIterator()
            #expect(await changes.next() != nil)
            await database.close()
            #expect(await changes.next() == nil)
        }
    }

    @Test("a database that was closed says so", arguments: Engine.all)
    func closed(engine: Engine) async throws {
        try await withEmptyDatabase(engine) { url in
            let database = try await Database.open(url)
            await database.close()
            let failure = try await archiveFailure { _ = try await database.schemaVersion() }
            #expect(failure == .closed)
        }
    }
}
