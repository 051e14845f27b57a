import Analysis
import Domain
import Foundation

/// The labelled stories beside this file.
struct LabelledStories {
    struct Article {
        let story: String
        let item: StoryGrouping.Item
    }

    /// Articles that look alike, oldest first.
    let families: [[Article]]

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "stories.tsv")
        var families: [[Article]] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("=") {
                families.append([])
                continue
            }
            let parts = line.split(separator: "\t").map(String.init)
            guard parts.count == 5, let hours = Double(parts[2]), !families.isEmpty else { continue }
            let time = Timestamp(milliseconds: Int64(hours * 3_600_000))
            families[families.count - 1].append(
                Article(
                    story: "\(families.count)/\(parts[0])",
                    item: StoryGrouping.Item(title: parts[4], language: parts[1], time: time)))
        }
        self.families = families.map { $0.sorted { $0.item.time < $1.item.time } }
    }

    /// Over the pairs within families of one half: 0 for development, 1 for the one held out.
    func score(half: Int) -> (pairs: Int, precision: Double, recall: Double) {
        var (pairs, right, wrong, missed) = (0, 0, 0, 0)
        for (index, family) in families.enumerated() where index % 2 == half {
            let grouping = StoryGrouping(family.map(\.item))
            for first in family.indices {
                for second in family.indices where second > first {
                    pairs += 1
                    let isOne = family[first].story == family[second].story
                    switch (grouping.first[first] == grouping.first[second], isOne) {
                    case (true, true): right += 1
                    case (true, false): wrong += 1
                    case (false, true): missed += 1
                    case (false, false): break
                    }
                }
            }
        }
        return (pairs, Double(right) / Double(right + wrong), Double(right) / Double(right + missed))
    }
}
