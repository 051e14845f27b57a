package import Domain

/// Groups the articles that tell one story.
///
/// Each article follows the most alike older one of the 48 hours before it, if any is alike enough; an article that
/// follows none begins a story. So the story of an article depends on what was published before it only, and is the
/// same on every page.
package struct StoryGrouping: Sendable {
    package struct Item: Sendable {
        package let title: String
        package let language: String?
        package let time: Timestamp

        package init(title: String, language: String?, time: Timestamp) {
            self.title = title
            self.language = language
            self.time = time
        }
    }

    /// For each item, by its position: the position of the first article of its story.
    package let first: [Int]

    /// How far apart two articles of one story may be.
    package static let window = Duration.hours(48)

    /// Bounds for headlines that all look alike: articles looked up by one name or word, and compared.
    private static let (maxPostings, maxComparisons) = (128, 32)

    /// - Parameter items: oldest first. Cost: some ten microseconds for each, and a comparison for each pair within the
    ///   window that shares two names, numbers or words.
    package init(_ items: [Item]) {
        var first = Array(items.indices)
        let signatures = items.map { item in
            StorySignature(item.title, language: Self.language(of: item))
        }
        var postings: [String: [Int]] = [:]
        for (index, signature) in signatures.enumerated() {
            var candidates: [Int: Int] = [:]
            let keys = signature.keys
            for key in keys {
                for other in (postings[key] ?? []).suffix(Self.maxPostings).reversed() {
                    guard items[index].time - Self.window <= items[other].time else { break }
                    candidates[other, default: 0] += 1
                }
            }
            var best: (index: Int, likeness: Double)?
            // The most in common first, then the newest.
            let promising = candidates.filter { $0.value >= 2 }.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
            for (other, _) in promising.prefix(Self.maxComparisons) {
                guard let match = StoryMatch(signature, signatures[other]) else { continue }
                let hours = Double(items[index].time.milliseconds - items[other].time.milliseconds) / 3_600_000
                guard
                    match.isOneStory(
                        hoursApart: hours, isTranslation: signature.language != signatures[other].language),
                    match.likeness > best?.likeness ?? 0,
                    // What the chain began with must not contradict either.
                    first[other] == other || StoryMatch(signature, signatures[first[other]]) != nil
                else { continue }
                best = (other, match.likeness)
            }
            if let best { first[index] = first[best.index] }
            for key in keys { postings[key, default: []].append(index) }
        }
        self.first = first
    }

    private static func language(of item: Item) -> Language {
        let code = item.language?.prefix { $0 != "-" && $0 != "_" }.lowercased()
        return code.flatMap(Language.init(rawValue:)) ?? MoodModel.language(of: item.title)
    }
}

extension StorySignature {
    /// What two articles of one story share two of: names, acts, topics, numbers, long words.
    fileprivate var keys: [String] {
        var keys = features.filter { $0.value >= 1 }.map(\.key)
        keys += (money + percents + counts).map { "=\(Int64(min(1e15, $0)))" }
        return keys
    }
}
