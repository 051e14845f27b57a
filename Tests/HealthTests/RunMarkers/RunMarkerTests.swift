import Domain
import FoundationEssentials
import HealthSupport
import Support
import Testing

@testable import Health

@Suite("The marker that a run leaves") struct RunMarkerTests {
    let here = DatabaseIdentity(engine: "sqlite", host: "vps", name: "/a.db", fingerprint: "aaaa")
    let there = DatabaseIdentity(engine: "postgres", host: "db:5432", name: "prices", fingerprint: "bbbb")

    func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/marker-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    @Test("names the database of the run, at its start and at its end")
    func follows() async throws {
        try await withFolder { folder in
            let runs = MemoryRuns()
            let file = RunMarkerFile(inFolder: folder + "/state")
            let log = MarkedRunLog(runs, file: file, database: there, journal: MemoryJournal())
            try await log.begin(HealthyMachine.run(5, outcome: .running))
            #expect(try file.read()?.outcome == .running)
            try await log.finish(HealthyMachine.run(5))
            #expect(try file.read() == RunMarker(HealthyMachine.run(5), into: there))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder + "/state") == ["last-run.json"],
                "no draft is left behind")
        }
    }

    @Test("that cannot be written is a warning, and the run goes on")
    func unwritable() async throws {
        let (runs, journal) = (MemoryRuns(), MemoryJournal())
        let log = MarkedRunLog(runs, file: RunMarkerFile(inFolder: "/proc/nowhere"), database: here, journal: journal)
        try await log.begin(HealthyMachine.run(5))
        #expect(try await runs.runs(before: nil, limit: 1).count == 1)
        #expect(journal.events.map(\.level) == [.warning])
    }

    @Test("of a stopped run states this")
    func abandoned() async throws {
        try await withFolder { folder in
            let file = RunMarkerFile(inFolder: folder)
            let log = MarkedRunLog(MemoryRuns(), file: file, database: here, journal: MemoryJournal())
            try await log.begin(HealthyMachine.run(5, outcome: .running))
            try await log.abandon(HealthyMachine.run(5).id, at: .hour(6))
            #expect(try file.read()?.outcome == .abandoned)
        }
    }

    @Test("of a run whose end the database did not take says when it ended, which the next run records")
    func lateEnd() async throws {
        try await withFolder { folder in
            let file = RunMarkerFile(inFolder: folder)
            let stored = MemoryRuns()
            let locked = MarkedRunLog(LockedRuns(runs: stored), file: file, database: here, journal: MemoryJournal())
            let run = HealthyMachine.run(5, outcome: .running)
            try await locked.begin(run)
            let end = run.started + .minutes(10)
            await #expect(throws: ArchiveFailure.self) { try await locked.abandon(run.id, at: end) }
            #expect(try await stored.runs(before: nil, limit: 1).first?.outcome == .running)

            let next = MarkedRunLog(stored, file: file, database: here, journal: MemoryJournal())
            let started = Timestamp.hour(6)
            try await next.abandonUnfinished(at: started, except: nil)
            try await next.begin(
                Run(
                    id: RunID(rawValue: "next"), traceID: "t", command: "serve", trigger: .scheduler, host: "vps",
                    started: started))
            let runs = try await stored.runs(before: nil, limit: 2)
            #expect(runs.map(\.finished) == [nil, end])
            let findings = RunsCheck.findings(in: runs, lease: nil, limit: .minutes(10), at: started + .seconds(1))
            #expect(findings.map(\.problem) == [nil], "a run that ended is not taken for one whose process died")
        }
    }

    @Test("of a run without an end, whose process died, leaves the crash to be seen")
    func crash() async throws {
        try await withFolder { folder in
            let stored = MemoryRuns()
            let log = MarkedRunLog(
                stored, file: RunMarkerFile(inFolder: folder), database: here, journal: MemoryJournal())
            try await log.begin(HealthyMachine.run(5, outcome: .running))
            try await log.abandonUnfinished(at: .hour(6), except: nil)
            #expect(try await stored.runs(before: nil, limit: 1).first?.finished == .hour(6))
        }
    }

    @Test("is that of the run before where one is forgotten, and gone where there was none")
    func forgotten() async throws {
        try await withFolder { folder in
            let file = RunMarkerFile(inFolder: folder)
            let log = MarkedRunLog(MemoryRuns(), file: file, database: here, journal: MemoryJournal())
            let (first, second) = (HealthyMachine.run(5), HealthyMachine.run(6))
            try await log.finish(first)
            try await log.begin(second)
            try await log.forget(second.id)
            #expect(try file.read()?.run == first.id)
            try await log.forget(first.id)
            #expect(try file.read() == nil)
        }
    }

    /// Takes a run's beginning, and then nothing, as a locked database does.
    private struct LockedRuns: RunLog {
        let runs: MemoryRuns

        func begin(_ run: Run) async throws { try await runs.begin(run) }
        func finish(_ run: Run) async throws { throw Self.locked }
        func runs(before: Timestamp?, limit: Int) async throws -> [Run] {
            try await runs.runs(before: before, limit: limit)
        }
        func abandon(_ run: RunID, at moment: Timestamp) async throws { throw Self.locked }
        func abandonUnfinished(at moment: Timestamp, except exception: RunID?) async throws { throw Self.locked }
        func forget(_ run: RunID) async throws { throw Self.locked }

        private static let locked = ArchiveFailure(.locked, "locked", hint: "wait")
    }

    @Test("warns a reader of another database, and names both")
    func mismatch() async throws {
        let marker = RunMarker(HealthyMachine.run(5), into: there)
        let verdict = try await MarkerVerdict.judge(marker, own: here, in: MemoryRuns())
        #expect(verdict == .elsewhere(marker))
        let sentence = try #require(verdict.sentence(own: here))
        for text in [sentence.english, sentence.french] {
            #expect(text.contains("prices (db:5432)") && text.contains("/a.db (vps)"))
        }
    }

    @Test("is content where the run is found, whatever the database is called there")
    func sameByOtherName() async throws {
        let runs = MemoryRuns()
        try await runs.begin(HealthyMachine.run(4))
        try await runs.begin(HealthyMachine.run(5))
        try await runs.begin(HealthyMachine.run(6))
        #expect(
            try await MarkerVerdict.judge(RunMarker(HealthyMachine.run(5), into: there), own: here, in: runs) == .same)
    }

    @Test("notices that a database of the same name does not have the run")
    func lost() {
        let marker = RunMarker(HealthyMachine.run(5), into: here)
        #expect(MarkerVerdict.judge(marker, own: here, holdsRun: false) == .lost(marker))
    }

    @Test("that is invalid is an error, not a missing one")
    func unreadable() async throws {
        try await withFolder { folder in
            let file = RunMarkerFile(inFolder: folder)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("{".utf8).write(to: URL(filePath: file.path))
            #expect(throws: RunMarkerFile.Unreadable.self) { try file.read() }
        }
    }
}
