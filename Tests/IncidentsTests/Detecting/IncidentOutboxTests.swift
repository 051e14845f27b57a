import Domain
import Foundation
import Support
import Testing

@testable import Incidents

@Suite("Incidents that wait for the database") struct IncidentOutboxTests {
    private func withOutbox(_ body: (IncidentOutbox) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/outbox-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(IncidentOutbox(stateDirectory: folder))
    }

    private func incident(_ id: String, _ cause: Cause = .databaseUnreachable, lines: [String] = ["first"]) -> Incident
    {
        Incident(
            id: IncidentID(rawValue: id), cause: cause, at: Incident.Place(unit: "api.service"), severity: .critical,
            opened: Timestamp(seconds: 1), context: "c",
            symptom: "s", diagnosis: "d",
            evidence: lines.map { Evidence(time: Timestamp(milliseconds: 1234), source: "journal", line: $0) })
    }

    @Test("nothing waits where there is no folder")
    func empty() async throws {
        try await withOutbox { outbox in
            let delivered = try await outbox.deliver(to: MemoryIncidents())
            #expect(outbox.waiting().isEmpty && delivered == 0)
        }
    }

    @Test("it waits in a file that the group may read and others may not, and is delivered once")
    func delivered() async throws {
        try await withOutbox { outbox in
            let report = incident("i1")
            #expect(try outbox.put(report) == report)
            let mode =
                try FileManager.default.attributesOfItem(atPath: outbox.folder + "/i1.json")[.posixPermissions] as? Int
            #expect(mode == 0o640)
            let log = MemoryIncidents()
            #expect(try await outbox.deliver(to: log) == 1)
            #expect(try await log.incidents(before: nil, limit: 9) == [report])
            #expect(try await outbox.deliver(to: log) == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: outbox.folder).isEmpty)
        }
    }

    @Test("the same cause of the same unit waits once, with all its evidence; another cause by itself")
    func merged() async throws {
        try await withOutbox { outbox in
            _ = try outbox.put(incident("i1"))
            #expect(try outbox.put(incident("i2", lines: ["first", "second"])).id.rawValue == "i1")
            _ = try outbox.put(incident("i3", .diskFull))
            #expect(outbox.waiting().map(\.id.rawValue) == ["i1", "i3"])
            #expect(outbox.waiting()[0].evidence.map(\.line) == ["first", "second"])
        }
    }

    @Test("while the database is away nothing is lost")
    func refused() async throws {
        struct Away: IncidentLog {
            func report(_ incident: Incident) async throws -> Incident {
                throw ArchiveFailure(.unreachable, "away", hint: "wait")
            }
            func keep(_ incident: Incident) async throws {}
            func incidents(matching query: IncidentQuery, limit: Int) async throws -> [Incident] { [] }
            func incident(_ id: IncidentID) async throws -> Incident? { nil }
            func change<T: Sendable>(
                _ id: IncidentID, _ change: @escaping @Sendable (inout Incident) -> T
            ) async throws -> IncidentChange<T>? { nil }
        }
        try await withOutbox { outbox in
            _ = try outbox.put(incident("i1"))
            await #expect(throws: ArchiveFailure.self) { try await outbox.deliver(to: Away()) }
            #expect(outbox.waiting().count == 1)
        }
    }

    @Test("an incident that the log refuses is set aside, and those behind it are delivered")
    func poison() async throws {
        final class Refusing: IncidentLog {
            let kept = MemoryIncidents()
            func report(_ incident: Incident) async throws -> Incident {
                guard incident.id.rawValue != "i1" else {
                    throw ArchiveFailure(.statement, "a constraint fails", hint: "report it")
                }
                return try await kept.report(incident)
            }
            func keep(_ incident: Incident) async throws { try await kept.keep(incident) }
            func incidents(matching query: IncidentQuery, limit: Int) async throws -> [Incident] {
                try await kept.incidents(matching: query, limit: limit)
            }
            func incident(_ id: IncidentID) async throws -> Incident? { try await kept.incident(id) }
            func change<T: Sendable>(_ id: IncidentID, _ change: @escaping @Sendable (inout Incident) -> T) async throws
                -> IncidentChange<T>?
            { try await kept.change(id, change) }
        }
        try await withOutbox { outbox in
            _ = try outbox.put(incident("i1"))
            _ = try outbox.put(incident("i2", .diskFull))
            let log = Refusing()
            var refused: [String] = []
            let delivered = try await outbox.deliver(to: log) { file, reason in refused.append("\(file): \(reason)") }
            #expect(delivered == 1 && outbox.waiting().isEmpty)
            #expect(try await log.incidents(before: nil, limit: 9).map(\.id.rawValue) == ["i2"])
            #expect(refused.count == 1 && refused[0].contains("/i1.json.refused: a constraint fails"))
            #expect(FileManager.default.fileExists(atPath: outbox.folder + "/i1.json.refused"))
        }
    }

    @Test("one that was resolved and came back, while a newer one is open, is delivered as evidence of that one")
    func reopened() async throws {
        try await withOutbox { outbox in
            let log = MemoryIncidents()
            var old = incident("i1")
            old.state = .resolved
            old.resolved = Timestamp(seconds: 2)
            try await log.keep(old)
            try await log.keep(incident("i2", lines: ["newer"]))
            var again = incident("i1", lines: ["first", "again"])
            again.reopened = 1
            try outbox.keep(again)
            #expect(try await outbox.deliver(to: log) == 1 && outbox.waiting().isEmpty)
            let open = try await log.incidents(matching: IncidentQuery(state: .open), limit: 9)
            #expect(open.map(\.id.rawValue) == ["i2"] && open[0].evidence.map(\.line).contains("again"))
        }
    }

    @Test("a truncated file does not block the others")
    func damaged() async throws {
        try await withOutbox { outbox in
            _ = try outbox.put(incident("i2"))
            try Data("{\"id\":".utf8).write(to: URL(filePath: outbox.folder + "/i1.json"))
            #expect(try await outbox.deliver(to: MemoryIncidents()) == 1)
        }
    }

    @Test("many who report at once leave one file and all they saw")
    func concurrent() async throws {
        try await withOutbox { outbox in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<16 {
                    group.addTask { _ = try outbox.put(incident("i\(number)", lines: ["line \(number)"])) }
                }
                try await group.waitForAll()
            }
            #expect(outbox.waiting().count == 1)
            #expect(outbox.waiting()[0].evidence.count == 16)
        }
    }
}
