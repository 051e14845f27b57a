import Domain

/// Finds the story of each article, one article after the other, oldest first. Memory is that of the articles of
/// ``StoryGrouping/window``: older ones are forgotten, as no article to come can follow them.
package struct StoryTracker: Sendable {
    private struct Known {
        let signature: StorySignature
        let time: Timestamp
        /// The number of the first article of its story.
        let first: Int
    }

    private struct Posting {
        let number: Int
        let time: Timestamp
    }

    private var known: [Int: Known] = [:]
    /// The articles with a name, number or word, oldest first.
    private var postings: [String: [Posting]] = [:]
    /// The newest article of each address and title.
    private var copies: [[String]: Posting] = [:]
    private var count = 0

    /// Bounds for headlines that all look alike: articles looked up by one name or word, and compared.
    private static let (maxPostings, maxComparisons) = (128, 32)
    /// Articles between two times that old ones are forgotten.
    private static let forgetInterval = 1000

    package init() {}

    /// The articles that are remembered.
    package var knownCount: Int { known.count }

    /// Adds the next article: not older than the last one. Articles are numbered from 0.
    /// - Returns: the number of the first article of its story; its own where it begins one.
    package mutating func add(_ item: StoryGrouping.Item) -> Int {
        if count > 0, count.isMultiple(of: Self.forgetInterval) { forget(before: item.time - StoryGrouping.window) }
        let signature = StorySignature(item.title, language: Self.language(of: item))
        let keys = signature.keys
        let earlier = copy(of: item) ?? followed(by: signature, keys, at: item.time)
        let first = earlier.flatMap { known[$0]?.first } ?? count
        known[count] = Known(signature: signature, time: item.time, first: first)
        for key in keys { postings[key, default: []].append(Posting(number: count, time: item.time)) }
        count += 1
        return first
    }

    /// The last article with the same address and title, as of a feed that changes its identifiers; notes this one.
    private mutating func copy(of item: StoryGrouping.Item) -> Int? {
        guard let link = item.link else { return nil }
        let last = copies.updateValue(Posting(number: count, time: item.time), forKey: [link, item.title])
        return last.flatMap { item.time - StoryGrouping.window <= $0.time ? $0.number : nil }
    }

    /// The article that one with this signature is most alike; `nil` where none is alike enough.
    private func followed(by signature: StorySignature, _ keys: [String], at time: Timestamp) -> Int? {
        var candidates: [Int: Int] = [:]
        for key in keys {
            for other in (postings[key] ?? []).suffix(Self.maxPostings).reversed() {
                guard time - StoryGrouping.window <= other.time else { break }
                candidates[other.number, default: 0] += 1
            }
        }
        var best: (number: Int, likeness: Double)?
        // The most in common first, then the newest.
        let promising = candidates.filter { $0.value >= 2 }.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
        for (number, _) in promising.prefix(Self.maxComparisons) {
            guard let other = known[number], let match = StoryMatch(signature, other.signature) else { continue }
            let hours = Double(time.milliseconds - other.time.milliseconds) / 3_600_000
            guard match.isOneStory(hoursApart: hours, isTranslation: signature.language != other.signature.language),
                match.likeness > best?.likeness ?? 0,
                // What the chain began with must not contradict either.
                other.first == number || known[other.first].map({ StoryMatch(signature, $0.signature) != nil }) ?? true
            else { continue }
            best = (number, match.likeness)
        }
        return best?.number
    }

    private mutating func forget(before time: Timestamp) {
        let firsts = Set(known.values.lazy.filter { $0.time >= time }.map(\.first))
        known = known.filter { $0.value.time >= time || firsts.contains($0.key) }
        copies = copies.filter { $0.value.time >= time }
        postings = postings.compactMapValues { postings in
            let kept = postings.suffix(Self.maxPostings).drop { $0.time < time }
            return kept.isEmpty ? nil : Array(kept)
        }
    }

    private static func language(of item: StoryGrouping.Item) -> Language {
        HeadlineLanguage.of(item.title, declared: item.language) ?? HeadlineLanguage.ours(item.title)
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
