import Domain
import Support
import Testing

@testable import Storage

@Suite("Real and simulated data") struct OriginTests {
    @Test("a database keeps the origin that first claims it", arguments: Engine.all)
    func claimed(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let before = try await database.origin()
            #expect(before == nil)
            try await database.claim(.simulated)
            try await database.claim(.simulated)
            #expect(try await database.isSimulated())
        }
    }

    @Test("data of the two worlds is never mixed", arguments: Engine.all, [DataOrigin.real, .simulated])
    func mixed(engine: Engine, first: DataOrigin) async throws {
        try await withDatabase(engine) { database in
            try await database.claim(first)
            let failure = try await archiveFailure { try await database.claim(first == .real ? .simulated : .real) }
            #expect(failure.kind == .originMismatch)
            #expect(failure.hint.english.contains("DATABASE_URL"))
            #expect(try await database.origin() == first)
        }
    }
}
