import Domain
import Foundation
import OperatingSystem
import Support
import Synchronization
import Testing

@testable import Timeline

@Suite("The newest entries") struct NewestEntriesTests {
    static let start = Timestamp(seconds: 1_795_460_400)

    func reader(_ folder: String, journal: String? = nil) async throws -> NewestEntries {
        let runs = MemoryRuns()
        for hour in 0..<5 {
            var run = Run(
                id: RunID(rawValue: "run-000\(hour)"), traceID: String(repeating: "\(hour)", count: 31) + "a",
                command: "collect", trigger: .timer, host: "h",
                started: Self.start + .hours(Int64(hour)))
            run.finished = run.started
            run.outcome = .ok
            try await runs.begin(run)
        }
        let text = (0..<50).map {
            "\((Self.start + .minutes(Int64($0 / 2 * 10))).rfc3339) \($0 % 10 == 0 ? "error" : "info") line \($0)\n"
        }.joined()
        try Data(text.utf8).write(to: URL(filePath: folder + "/cron.log"))
        var run: RunCommand?
        if let journal { run = { _, _ throws(CommandError) in CommandResult(status: 0, output: journal) } }
        return NewestEntries(
            records: RecordReader(runs: runs, incidents: nil), files: { [folder + "/cron.log", folder + "/gone.log"] },
            run: run, now: { Self.start })
    }

    @Test("come newest first, from records, logs and the journal, page by page, each once")
    func pages() async throws {
        try await withTemporaryFolder { folder in
            let reader = try await reader(
                folder,
                journal:
                    #"{"__REALTIME_TIMESTAMP":"\#(Self.start.milliseconds * 1000 + 5)","MESSAGE":"in the journal"}"#)
            let all = try await reader.newest(TimelineQuery(), limit: 1000)
            #expect(all.count == 61 && all.map(\.time) == all.map(\.time).sorted(by: >))
            #expect(Set(all.map(\.source)) == ["records", "cron.log", "journal"])
            for size in [1, 2, 7] {
                var (paged, query) = ([TimelineEntry](), TimelineQuery())
                while true {
                    let page = try await reader.newest(query, limit: size)
                    paged += page
                    guard let last = page.last, paged.count < 200 else { break }
                    query.before = .init(time: last.time, given: paged.count { $0.time == last.time })
                }
                #expect(paged == all)
            }
        }
    }

    @Test("are filtered by level, and by a trace with its run")
    func filters() async throws {
        try await withTemporaryFolder { folder in
            let reader = try await reader(folder)
            #expect(
                try await reader.newest(TimelineQuery(level: "error"), limit: 100).map(\.message) == [
                    "line 40", "line 30", "line 20", "line 10", "line 0",
                ])
            let trace = String(repeating: "3", count: 31) + "a"
            let story = try await reader.newest(TimelineQuery(trace: trace), limit: 100)
            #expect(story.count == 2 && story.allSatisfy { $0.run == "run-0003" && $0.traceID == trace })
        }
    }

    @Test("of a journal whose entries are more than a command may output are the newest that fit")
    func largeJournal() async throws {
        // In place of journalctl, whose entries have 10,000 bytes each: SystemCommand fails beyond 1 MiB.
        let run: RunCommand = { words, _ throws(CommandError) in
            let count = words.compactMap { $0.hasPrefix("--lines=") ? Int($0.dropFirst(8)) : nil }.first ?? 0
            guard count * 10_000 <= 1 << 20 else {
                throw CommandError.cannotRun("journalctl", detail: "more output than allowed")
            }
            let lines = (0..<count).map { number in
                let micros = Self.start.milliseconds * 1000 - Int64(count - number)
                return #"{"__REALTIME_TIMESTAMP":"\#(micros)","MESSAGE":"\#(String(repeating: "x", count: 9_900))"}"#
            }
            return CommandResult(status: 0, output: lines.joined(separator: "\n") + "\n")
        }
        let reader = NewestEntries(
            records: RecordReader(runs: MemoryRuns(), incidents: nil), files: { [] }, run: run, now: { Self.start })
        let entries = try await reader.newest(TimelineQuery(), limit: 1000)
        #expect(entries.count >= 20 && entries.allSatisfy { $0.source == "journal" })
    }

    @Test("come without a journal that takes too long, which is asked once")
    func slowJournal() async throws {
        let asked = Mutex(0)
        let run: RunCommand = { _, limit throws(CommandError) in
            asked.withLock { $0 += 1 }
            throw CommandError.timedOut("journalctl", limit)
        }
        let reader = NewestEntries(
            records: RecordReader(runs: MemoryRuns(), incidents: nil), files: { [] }, run: run, now: { Self.start })
        #expect(try await reader.newest(TimelineQuery(), limit: 10).isEmpty)
        let count = asked.withLock { $0 }
        #expect(count == 1)
    }

    @Test("of a file that is long are read from its end")
    func longFile() async throws {
        try await withTemporaryFolder { folder in
            let reader = try await reader(folder)
            let line = "2026-01-01T00:00:00Z info " + String(repeating: "x", count: 974)
            var text = String(repeating: line + "\n", count: 9_000)
            text += "2026-12-01T00:00:00Z info the last\n"
            try Data(text.utf8).write(to: URL(filePath: folder + "/gone.log"))
            #expect(try await reader.newest(TimelineQuery(), limit: 1).map(\.message) == ["the last"])
        }
    }
}

@Suite("The journal") struct JournalArgumentsTests {
    @Test("is asked for what was before a moment and for what follows it, each microsecond once")
    func boundary() {
        let boundary = Timestamp(milliseconds: 1_795_460_400_007)
        let before = JournalLines.arguments(since: Timestamp(seconds: 1_795_460_000), until: nil, boundary: boundary)
        #expect(before.suffix(2) == ["--since=@1795460000", "--until=@1795460400.007000"])
        let after = JournalLines.arguments(since: nil, until: nil, boundary: boundary, follows: true)
        #expect(after.suffix(2) == ["--since=@1795460400.007001", "--follow"])
    }
}
