import Domain
import Support
import Testing

@testable import Analysis

@Suite("The story of an article among many that look alike") struct StoryTrackerTests {
    private static let words = [
        "bitcoin", "price", "traders", "exchange", "rally", "record", "court", "miners", "wallet",
    ]

    /// The rule as Documentation/News.md has it, with the bounds of the tracker: of the articles of the 48 hours before
    /// among the last 128 of each key, the 32 with the most keys in common, the newest first; the most alike of them.
    private func first(_ items: [StoryGrouping.Item]) -> [Int] {
        let signatures = items.map { StorySignature($0.title, language: .english) }
        let keys = signatures.map { signature in
            signature.features.filter { $0.value >= 1 }.map(\.key)
                + (signature.money + signature.percents + signature.counts).map { "=\(Int64($0))" }
        }
        var stories: [Int] = []
        for (number, item) in items.enumerated() {
            var common: [Int: Int] = [:]
            for key in keys[number] {
                for other in (0..<number).filter({ keys[$0].contains(key) }).suffix(128)
                where item.time - items[other].time <= StoryGrouping.window {
                    common[other, default: 0] += 1
                }
            }
            let candidates = common.filter { $0.value >= 2 }.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
            var best: (number: Int, likeness: Double)?
            for (other, _) in candidates.prefix(32) {
                guard let match = StoryMatch(signatures[number], signatures[other]),
                    match.isOneStory(
                        hoursApart: Double((item.time - items[other].time).wholeMilliseconds) / 3_600_000,
                        isTranslation: false), match.likeness > best?.likeness ?? 0,
                    StoryMatch(signatures[number], signatures[stories[other]]) != nil
                else { continue }
                best = (other, match.likeness)
            }
            stories.append(best.map { stories[$0.number] } ?? number)
        }
        return stories
    }

    @Test("is the one that the rule finds by comparing each with all", arguments: 0..<6)
    func sameAsRule(seed: UInt64) {
        var numbers = SeededGenerator(seed: seed)
        // Some are minutes apart and some days, so that old ones are out of the window.
        var time = Timestamp.hour(1000)
        let items = (0..<300).map { number in
            time = time + .minutes(Int64(numbers.next() % (seed % 2 == 0 ? 30 : 300)))
            let title = (0..<6).map { _ in Self.words[Int(numbers.next() % UInt64(Self.words.count))] }
                .joined(separator: " ")
            return StoryGrouping.Item(title: "\(title) \(numbers.next() % 40 + 1)%", language: "en", time: time)
        }
        #expect(StoryGrouping(items).first == first(items))
    }

    @Test("an article after a thousand others follows one of the days before, when old ones are forgotten")
    func afterForgetting() {
        var tracker = StoryTracker()
        for number in 0..<3000 {
            let item = StoryGrouping.Item(
                title: "Acme Corp number \(number) \(number % 7) of the traders", language: "en",
                time: .hour(Int64(number)))
            _ = tracker.add(item)
        }
        // Those since old ones were last forgotten, those of 48 hours before, and the first of their stories.
        #expect(tracker.knownCount <= 1000 + 2 * 49)
        let title = "SEC approves Grayscale spot Bitcoin ETF"
        let story = tracker.add(StoryGrouping.Item(title: title, language: "en", time: .hour(3000)))
        #expect(story == 3000)
        #expect(tracker.add(StoryGrouping.Item(title: title, language: "en", time: .hour(3001))) == story)
    }
}
