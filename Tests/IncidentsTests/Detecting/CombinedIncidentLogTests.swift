import Domain
import Foundation
import Support
import Synchronization
import Testing

@testable import Incidents

@Suite("The list of incidents with those that wait") struct CombinedIncidentLogTests {
    private func withLogs(_ body: (SwitchedLog, IncidentOutbox, CombinedIncidentLog) async throws -> Void) async throws
    {
        let folder = FileManager.default.temporaryDirectory.path + "/combined-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (log, outbox) = (SwitchedLog(), IncidentOutbox(stateDirectory: folder))
        try await body(log, outbox, CombinedIncidentLog(log, outbox: outbox))
    }

    private func incident(_ id: String, _ cause: Cause, opened: Int64) -> Incident {
        Incident(
            id: IncidentID(rawValue: id), cause: cause, at: Incident.Place(host: "vps"), severity: .critical,
            opened: Timestamp(seconds: opened), context: "c", symptom: "s", diagnosis: "d", evidence: [])
    }

    @Test("has what the database could not take, in order and once")
    func waiting() async throws {
        try await withLogs { log, outbox, combined in
            _ = try await log.report(incident("a", .sourceDown, opened: 1))
            _ = try await log.report(incident("c", .diskFull, opened: 3))
            _ = try outbox.put(incident("b", .databaseLocked, opened: 2))
            var resolved = incident("a", .sourceDown, opened: 1)
            resolved.state = .resolved
            try outbox.keep(resolved)

            let all = try await combined.incidents(matching: IncidentQuery(), limit: 10)
            #expect(all.map(\.id.rawValue) == ["c", "b", "a"])
            let open = try await combined.incidents(matching: IncidentQuery(state: .open), limit: 10)
            #expect(open.map(\.id.rawValue) == ["c", "b"])
            #expect(try await combined.incidents(matching: IncidentQuery(), limit: 1).map(\.id.rawValue) == ["c"])
            #expect(try await combined.incident(IncidentID(rawValue: "b"))?.cause == .databaseLocked)
            let pages = try await combined.all(matching: IncidentQuery())
            #expect(pages.map(\.id.rawValue) == ["c", "b", "a"])
        }
    }

    @Test("has what was last read and what waits while the database cannot be read")
    func unreadable() async throws {
        try await withLogs { log, outbox, combined in
            log.fails = true
            await #expect(throws: ArchiveFailure.self) {
                try await combined.incidents(matching: IncidentQuery(), limit: 10)
            }
            log.fails = false
            _ = try await log.report(incident("a", .sourceDown, opened: 1))
            _ = try await combined.incidents(matching: IncidentQuery(), limit: 200)
            log.fails = true
            _ = try outbox.put(incident("b", .databaseCorrupt, opened: 2))
            let shown = try await combined.incidents(matching: IncidentQuery(state: .open), limit: 10)
            #expect(shown.map(\.id.rawValue) == ["b", "a"])
            #expect(try await combined.incident(IncidentID(rawValue: "a")) != nil)
        }
    }

    @Test("another revision follows each change of what waits")
    func revision() async throws {
        try await withLogs { _, outbox, _ in
            var seen = [outbox.revision]
            var waiting = incident("a", .diskFull, opened: 1)
            try outbox.keep(waiting)
            seen.append(outbox.revision)
            waiting.state = .resolved
            try outbox.keep(waiting)
            seen.append(outbox.revision)
            #expect(Set(seen).count == 3)
        }
    }

    private final class SwitchedLog: IncidentLog {
        private let log = MemoryIncidents()
        private let isAway = Mutex(false)

        var fails: Bool {
            get { isAway.withLock(\.self) }
            set { isAway.withLock { $0 = newValue } }
        }

        private func check() throws {
            if fails { throw ArchiveFailure(.locked, "locked", hint: "wait") }
        }

        func report(_ incident: Incident) async throws -> Incident {
            try check()
            return try await log.report(incident)
        }
        func keep(_ incident: Incident) async throws {
            try check()
            try await log.keep(incident)
        }
        func incidents(matching query: IncidentQuery, limit: Int) async throws -> [Incident] {
            try check()
            return try await log.incidents(matching: query, limit: limit)
        }
        func incident(_ id: IncidentID) async throws -> Incident? {
            try check()
            return try await log.incident(id)
        }
        func change<T: Sendable>(_ id: IncidentID, _ change: @escaping @Sendable (inout Incident) -> T) async throws
            -> IncidentChange<T>?
        {
            try check()
            return try await log.change(id, change)
        }
    }
}
