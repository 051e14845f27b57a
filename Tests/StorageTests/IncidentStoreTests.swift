import Domain
import Support
import Testing

@testable import Storage

@Suite("Incidents recorded") struct IncidentStoreTests {
    private func incident(
        _ id: String, _ cause: Cause = .portInUse, unit: String? = "api.service", at opened: Timestamp = .hour(0),
        lines: [String] = ["first"]
    ) -> Incident {
        Incident(
            id: IncidentID(rawValue: id), cause: cause, at: Incident.Place(unit: unit), severity: .critical,
            opened: opened, context: "host-1", symptom: "no answer",
            diagnosis: "the port is taken", evidence: lines.map { Evidence(time: opened, source: "journal", line: $0) })
    }

    @Test("an incident comes back as it was recorded, its evidence in order", arguments: ArchiveKind.all)
    func roundTrip(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let whole = incident("i1", lines: ["b", "a"])
            var bare = incident("i2", .diskFull, unit: nil, at: .hour(1), lines: [])
            bare.evidence = [Evidence(source: "df", line: "0 left")]
            let kept = [try await archives.incidents.report(whole), try await archives.incidents.report(bare)]
            #expect(kept == [whole, bare])
            #expect(try await archives.incidents.incident(whole.id) == whole)
            #expect(try await archives.incidents.incidents(before: nil, limit: 9) == [bare, whole])
            #expect(try await archives.incidents.incident(IncidentID(rawValue: "i3")) == nil)
        }
    }

    @Test("what a newer host recorded is read by its names, and counted in the register", arguments: ArchiveKind.all)
    func newerHost(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let newer = Incident(
                id: IncidentID(rawValue: "i1"), cause: Cause(rawValue: "moon-phase"),
                severity: Incident.Severity(rawValue: "fatal"), state: Incident.State(rawValue: "muted"),
                opened: .hour(0), context: "c", symptom: "s", diagnosis: "d")
            try await archives.incidents.keep(newer)
            _ = try await archives.incidents.report(incident("i2", Cause(rawValue: "moon-phase"), at: .hour(1)))
            let read = try await archives.incidents.all(matching: IncidentQuery())
            #expect(read.map(\.id.rawValue) == ["i2", "i1"] && read.last == newer)
            let ofCause = IncidentQuery(state: .open, cause: Cause(rawValue: "moon-phase"))
            #expect(try await archives.incidents.incidents(matching: ofCause, limit: 9).map(\.id.rawValue) == ["i2"])
            let register = IncidentRegister(read)
            #expect(register.causes.map(\.cause.rawValue) == ["moon-phase"])
            #expect(register.count == 2 && register.open == 1)
        }
    }

    @Test("what happens again to the same unit adds to the incident that is open", arguments: ArchiveKind.all)
    func again(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.incidents.report(incident("i1", lines: ["first"]))
            let second = try await archives.incidents.report(incident("i2", at: .hour(0), lines: ["first", "second"]))
            #expect(second.id.rawValue == "i1")
            #expect(second.evidence.map(\.line) == ["first", "second"])
            #expect(try await archives.incidents.incidents(before: nil, limit: 9) == [second])
        }
    }

    @Test("another cause, and another unit, are incidents of their own", arguments: ArchiveKind.all)
    func others(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            for new in [
                incident("i1"), incident("i2", .diskFull), incident("i3", unit: "web.service"),
                incident("i4", unit: nil),
            ] {
                let kept = try await archives.incidents.report(new)
                #expect(kept.id == new.id)
            }
        }
    }

    @Test(
        "one that is opened again, while a newer one of its cause and place is open, adds its evidence to that one",
        arguments: ArchiveKind.all)
    func collision(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            var old = try await archives.incidents.report(incident("i1"))
            old.state = .resolved
            old.resolved = .hour(1)
            try await archives.incidents.keep(old)
            let newer = try await archives.incidents.report(incident("i2", at: .hour(2), lines: ["newer"]))
            var again = old
            again.state = .open
            again.resolved = nil
            again.reopened = 1
            again.evidence.append(Evidence(time: .hour(2), source: "journal", line: "again"))
            let reopened = again
            try await archives.incidents.keep(reopened)
            let addedTo = try await archives.incidents.change(old.id) { incident -> Bool in
                incident = reopened
                return true
            }
            #expect(addedTo == .addedTo(newer.id))
            #expect(try await archives.incidents.incident(old.id) == old)
            let grown = try #require(try await archives.incidents.incident(newer.id))
            #expect(grown.state == .open && grown.evidence.map(\.line) == ["newer", "first", "again"])
        }
    }

    @Test("once it is resolved, the next one is a new incident", arguments: ArchiveKind.all)
    func afterwards(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            var first = try await archives.incidents.report(incident("i1"))
            first.state = .resolved
            first.resolved = .hour(1)
            first.resolution = "the old copy was ended"
            try await archives.incidents.keep(first)
            #expect(try await archives.incidents.incident(first.id) == first)
            #expect(try await archives.incidents.report(incident("i2", at: .hour(2))).id.rawValue == "i2")
        }
    }

    @Test("a report that comes again changes nothing, even when its incident is over", arguments: ArchiveKind.all)
    func delivered(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            var first = try await archives.incidents.report(incident("i1"))
            let other = incident("i2", lines: ["second"])
            _ = try await archives.incidents.report(other)
            first = try await archives.incidents.report(other)
            first.state = .resolved
            try await archives.incidents.keep(first)
            #expect(try await archives.incidents.report(other) == first)
            #expect(try await archives.incidents.report(incident("i1")) == first)
            #expect(try await archives.incidents.incidents(before: nil, limit: 9).count == 1)
        }
    }

    @Test(
        "a report whose lines gave way to others, or were known, changes nothing when it comes again",
        arguments: ArchiveKind.all)
    func displaced(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            func lines(_ name: String, _ count: Int) -> [String] { (0..<count).map { "\(name) \($0)" } }
            let reports = [
                incident("a", lines: lines("a", 20)), incident("b", lines: lines("b", 10)),
                incident("c", lines: lines("c", 20)), incident("d", lines: lines("a", 2)), incident("e", lines: []),
            ]
            for report in reports { _ = try await archives.incidents.report(report) }
            var all = try #require(try await archives.incidents.incident(IncidentID(rawValue: "a")))
            #expect(all.evidence.map(\.line) == lines("a", 15) + lines("c", 15))
            all.state = .resolved
            all.resolved = .hour(1)
            try await archives.incidents.keep(all)
            for report in reports {
                let again = try await archives.incidents.report(report)
                #expect(again.id == all.id && again.state == .resolved, "\(report.id)")
            }
            let kept = try await archives.incidents.incidents(before: nil, limit: 9)
            #expect(kept.map(\.id) == [all.id] && kept.first?.evidence.count == Incident.maxEvidence)
        }
    }

    @Test("an incident that is reported for days does not grow", arguments: Engine.all)
    func bounded(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            for number in 0..<300 { _ = try await database.incidents.report(incident("i\(number)")) }
            let rows = try await database.engine.read { connection throws(ArchiveFailure) in
                try connection.rows("SELECT COUNT(*) FROM incident_evidence").first?.count(0) ?? 0
            }
            #expect(rows <= 231)
            // The latest ones are known.
            let latest = try await database.incidents.report(incident("i299", .portInUse, unit: "other"))
            #expect(latest.id.rawValue == "i0")
        }
    }

    @Test("many who report the same at once make one incident, with the evidence of all", arguments: ArchiveKind.all)
    func concurrent(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        _ = try await archives.incidents.report(incident("i\(number)", lines: ["line \(number)"]))
                    }
                }
                try await group.waitForAll()
            }
            let all = try await archives.incidents.incidents(before: nil, limit: 99)
            #expect(all.count == 1)
            #expect(Set(all.flatMap(\.evidence).map(\.line)).count == 12)
        }
    }

    @Test(
        "pages go on where the last one ended, incidents of the same moment included, open ones alone where asked",
        arguments: ArchiveKind.all)
    func pages(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            for number in 0..<5 {
                var new = incident("i\(number)", unit: "\(number)", at: .hour(number < 3 ? 0 : 1))
                if number == 4 { new.state = .resolved }
                try await archives.incidents.keep(new)
            }
            var ids: [String] = []
            var query = IncidentQuery()
            while let page = try await Optional(archives.incidents.incidents(matching: query, limit: 2)),
                let last = page.last
            {
                ids += page.map(\.id.rawValue)
                query.before = IncidentPosition(last)
            }
            #expect(ids == ["i4", "i3", "i2", "i1", "i0"])
            #expect(
                try await archives.incidents.incidents(matching: IncidentQuery(state: .resolved), limit: 9).map(
                    \.id.rawValue) == ["i4"])
            #expect(try await archives.incidents.incidents(before: .hour(1), limit: 9).count == 3)
        }
    }

    @Test(
        "lists are filtered by cause, root and time, optionally without evidence",
        arguments: ArchiveKind.all)
    func narrowed(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            var child = incident("i2", .diskFull, unit: "b", at: .hour(2))
            child.parent = IncidentID(rawValue: "i1")
            for new in [incident("i1", unit: "a", at: .hour(1)), child] { try await archives.incidents.keep(new) }
            func ids(_ query: IncidentQuery) async throws -> [String] {
                try await archives.incidents.incidents(matching: query, limit: 9).map(\.id.rawValue)
            }
            #expect(try await ids(IncidentQuery(cause: .portInUse)) == ["i1"])
            #expect(try await ids(IncidentQuery(parent: child.parent)) == ["i2"])
            #expect(try await ids(IncidentQuery(since: .hour(2))) == ["i2"])
            child.evidence = []
            #expect(
                try await archives.incidents.incidents(
                    matching: IncidentQuery(cause: .diskFull, withEvidence: false), limit: 9) == [child])
            #expect(try await archives.incidents.all(matching: IncidentQuery(withEvidence: false)).count == 2)
        }
    }

    @Test("many who change an incident at once lose nothing of each other", arguments: ArchiveKind.all)
    func changed(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let id = try await archives.incidents.report(incident("i1")).id
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        let before = try await archives.incidents.change(id) { incident in
                            incident.reopened += 1
                            incident.evidence.append(Evidence(source: "s", line: "\(number)"))
                            return incident.reopened
                        }
                        #expect(before != nil)
                    }
                }
                try await group.waitForAll()
            }
            let kept = try #require(try await archives.incidents.incident(id))
            #expect(kept.reopened == 12 && kept.evidence.count == 13)
            #expect(try await archives.incidents.change(IncidentID(rawValue: "nobody")) { _ in true } == nil)
        }
    }

    @Test("a unit that fails for days does not fill the database", arguments: ArchiveKind.all)
    func bounded(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            for part in 0..<5 {
                _ = try await archives.incidents.report(incident("i\(part)", lines: (0..<90).map { "\(part)-\($0)" }))
            }
            let evidence = try await archives.incidents.incident(IncidentID(rawValue: "i0"))?.evidence ?? []
            #expect(evidence.count == Incident.maxEvidence)
            // The beginning, and what was seen last.
            #expect(evidence.first?.line == "0-0" && evidence.contains { $0.line == "4-0" })
        }
    }
}
