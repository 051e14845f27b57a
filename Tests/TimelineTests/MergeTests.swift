import Domain
import Foundation
import Logging
import Support
import Testing

@testable import Timeline

@Suite("Merging") struct MergeTests {
    /// Logs of several kinds whose lines all carry a number of their own, each a little out of order.
    static func logs(_ seed: UInt64, lines: Int) -> (sources: [LogSource], marks: Set<String>) {
        var generator = SeededGenerator(seed: seed)
        var texts = [String](repeating: "", count: Int.random(in: 1...7, using: &generator))
        var marks: Set<String> = []
        var clock: Int64 = 1_790_000_000_000
        for number in 0..<lines {
            clock += .random(in: 0...2000, using: &generator)
            let moment = Timestamp(milliseconds: clock - .random(in: 0...5000, using: &generator))
            let mark = "mark\(number)."
            marks.insert(mark)
            let file = Int.random(in: 0..<texts.count, using: &generator)
            let plain = moment.rfc3339
            switch file % 4 {
            case 0: texts[file] += "\(plain) info \(mark)\n"
            case 1: texts[file] += "{\"message\":\"\(mark)\",\"time\":\"\(plain)\"}\n"
            case 2:
                texts[file] +=
                    "{\"__REALTIME_TIMESTAMP\":\"\(moment.milliseconds * 1000 + 7)\",\"MESSAGE\":\"\(mark)\"}\n"
            default: texts[file] += "\(plain) host tag[1]: \(mark)\n" + (number % 3 == 0 ? "  below \(mark)\n" : "")
            }
        }
        return (texts.enumerated().map { .lines($0.element, label: "\($0.offset).log") }, marks)
    }

    static func marks(_ rows: [Row]) -> [String] {
        rows.flatMap { $0.message.matches(of: #/mark\d+\./#).prefix(1).map { String($0.output) } }
    }

    @Test(
        "gives every line once, in order, however many blocks the files take",
        arguments: [(0, 50), (1, 500), (2, 5_000), (3, 40_000)] as [(UInt64, Int)])
    func complete(seed: UInt64, lines: Int) async throws {
        let (sources, marks) = Self.logs(seed, lines: lines)
        let rows = try await Reading.rows(sources)
        #expect(rows.count == marks.count && Set(Self.marks(rows)) == marks)
        let times = rows.compactMap { Timestamp(rfc3339: $0.time) }
        #expect(times.count == rows.count && zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test(
        "gives the same lines whatever the order of the files is, but for those of one moment",
        arguments: 10..<20 as Range<UInt64>)
    func independent(seed: UInt64) async throws {
        let (sources, _) = Self.logs(seed, lines: 800)
        var generator = SeededGenerator(seed: seed)
        let one = try await Reading.rows(sources)
        let other = try await Reading.rows(sources.shuffled(using: &generator))
        #expect(one.map(\.time) == other.map(\.time))
        #expect(
            Dictionary(grouping: one, by: \.time).mapValues(Set.init)
                == Dictionary(grouping: other, by: \.time).mapValues(Set.init))
        #expect(try await Reading.rows(sources) == one, "twice the same")
    }

    @Test("keeps lines of one moment in the order of the files, and in a file in the order of its lines")
    func ties() async throws {
        let rows = try await Reading.rows(
            ["a", "b", "c"].map { name in
                .lines((1...3).map { "2026-11-23T19:00:00Z info \(name)\($0)\n" }.joined(), label: name)
            })
        #expect(rows.map(\.message) == ["a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "c3"])
    }

    @Test("reports how many lines are late, and loses none, in a concatenation of two files")
    func disorder() async throws {
        func part(_ hour: Int) -> String {
            (0..<5000).map { "2026-11-23T1\(hour):00:00.\(1000 + $0 % 9000)Z info line \(hour) \($0)\n" }.joined()
        }
        let (text, summary) = try await Reading.text([.lines(part(8) + part(7))], as: .terminal(colour: false))
        #expect(summary.entries == 10_000 && text.split(separator: "\n").count == 10_000)
        guard case .outOfOrder(let count)? = summary.warnings.first?.warning else {
            Issue.record("nothing was said")
            return
        }
        #expect(count > 1000)
    }

    @Test("cuts an entry without an end, and loses none of it")
    func endless() async throws {
        let noise = String(repeating: "x", count: 3_000_000)
        let (text, summary) = try await Reading.text(
            [.lines("2026-11-23T19:00:00Z info a\n\(noise)\n2026-11-23T19:00:01Z info b\n")],
            as: .terminal(colour: false))
        #expect(text.count { $0 == "x" } == 3_000_000)
        #expect(text.contains("info     a.log  b\n") && summary.entries > 10)
    }

    @Test("reads garbage without harm, and writes JSON all the same", arguments: 100..<160 as Range<UInt64>)
    func garbage(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let seeds = TimelineFormatTests.examples.map { Array($0.line.line.utf8) }
        var bytes: [UInt8] = []
        for _ in 0..<60 {
            var line = seeds.randomElement(using: &generator) ?? []
            for _ in 0..<Int.random(in: 0...6, using: &generator) where !line.isEmpty {
                let place = Int.random(in: 0..<line.count, using: &generator)
                switch Int.random(in: 0...3, using: &generator) {
                case 0: line[place] = .random(in: 0...255, using: &generator)
                case 1: line.remove(at: place)
                case 2: line.removeSubrange(place...)
                default: line.insert(contentsOf: [UInt8](repeating: UInt8(ascii: "\""), count: 2), at: place)
                }
            }
            bytes += line + [10]
        }
        let source = LogSource(.bytes(bytes), label: "<&\"\\\u{1B}", newest: Timestamp(seconds: 1_795_460_400))
        let rows = try await Reading.rows([source])
        #expect(!rows.isEmpty)
        for form in [Timeline.OutputFormat.terminal(colour: false), .page] {
            let text = try await Reading.text([source], as: form, filter: EntryFilter(level: .trace)).text
            #expect(
                !text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t" })
        }
    }
}
