import Domain
import Foundation
import Testing

@testable import Timeline

@Suite("Many log files") struct ManySourcesTests {
    private struct Collected: EntrySink {
        var times: [Int64] = []
        mutating func receive(_ entry: MergedEntry) { times.append(entry.time) }
    }

    func merge(_ paths: [String], budget: Int) async throws -> (times: [Int64], report: MergeReport) {
        var collected = Collected()
        let sources = DefaultLogs.sources(of: paths, now: Timestamp(Date()))
        let report = try await EntryMerge(
            sources, zone: .utc, filter: .everything, budget: DescriptorBudget(budget)
        ).run(&collected)
        return (collected.times, report)
    }

    static func text(_ file: Int, lines: Int) -> String {
        (0..<lines).map { line in
            "\(Timestamp(seconds: 1_795_460_400 + Int64(line * 7 + file % 13)).rfc3339) info \(file) \(line)\n"
        }.joined()
    }

    @Test(
        "are merged completely and in order, however few descriptors there are",
        arguments: [(3, 0), (3, 2), (200, 0), (200, 1000)])
    func complete(files: Int, budget: Int) async throws {
        try await withTemporaryFolder { folder in
            let paths = (0..<files).map { folder + "/\($0).log" }
            for (index, path) in paths.enumerated() {
                try Data(Self.text(index, lines: 400).utf8).write(to: URL(filePath: path))
            }
            let (times, report) = try await merge(paths, budget: budget)
            #expect(times.count == files * 400 && times == times.sorted())
            #expect(report.warnings.allSatisfy { $0.isEmpty })
        }
    }

    @Test("that follow each other are read one after the other, and gone ones are named")
    func sequence() async throws {
        try await withTemporaryFolder { folder in
            let paths = (0..<100).map { folder + "/\($0).log" }
            for (index, path) in paths.enumerated() where index != 50 {
                let text = (0..<50).map {
                    "2026-11-\(index / 24 + 10)T\(index % 24 < 10 ? "0" : "")\(index % 24):00:\(10 + $0)Z info x\n"
                }
                try Data(text.joined().utf8).write(to: URL(filePath: path))
            }
            let (times, report) = try await merge(paths, budget: 4)
            #expect(times.count == 99 * 50 && times == times.sorted())
            #expect(report.warnings[50] == [.unreadable(LogReadError(path: paths[50], kind: .absent))])
        }
    }

    @Test("have labels, also when there are ten thousand")
    func labels() {
        let paths = (0..<10_000).map { "/var/log/hosts/h\($0)/syslog" }
        #expect(Set(DefaultLogs.labels(of: paths)).count == 10_000)
        #expect(
            DefaultLogs.labels(of: ["/a/x.log", "/b/x.log", "/b/y.log", "-"]) == [
                "a/x.log", "b/x.log", "y.log", "stdin",
            ])
    }

    @Test("that are truncated while they are read are reported")
    func shrunk() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a.log"
            try Data(Self.text(1, lines: 20_000).utf8).write(to: URL(filePath: path))
            let source = try #require(DefaultLogs.sources(of: [path], now: Timestamp(Date())).first)
            for budget in [0, 5] {
                try Data(Self.text(1, lines: 20_000).utf8).write(to: URL(filePath: path))
                let reader = LogReader(
                    source, zone: .utc, filter: .everything, capacity: 16 << 10, DescriptorBudget(budget))
                #expect(try await reader.next() != nil)
                #expect(truncate(path, 100) == 0)
                while try await reader.next() != nil {}
                #expect(await reader.warnings == [.shrunk])
            }
        }
    }

    @Test("that are replaced while they are read are reported, unless they are open")
    func replaced() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/a.log"
            for budget in [0, 5] {
                try Data(Self.text(1, lines: 20_000).utf8).write(to: URL(filePath: path))
                let source = try #require(DefaultLogs.sources(of: [path], now: Timestamp(Date())).first)
                let reader = LogReader(
                    source, zone: .utc, filter: .everything, capacity: 16 << 10, DescriptorBudget(budget))
                #expect(try await reader.next() != nil)
                try Data("other\n".utf8).write(to: URL(filePath: path + ".new"))
                #expect(rename(path + ".new", path) == 0)
                while try await reader.next() != nil {}
                #expect(await reader.warnings.contains { $0.isPartial } == (budget == 0))
            }
        }
    }
}
