import Domain

/// Finds the story of each article, one article after the other, oldest first. Memory is that of the articles of
/// ``StoryGrouping/window``: older ones are forgotten, as no article to come can follow them.
package struct StoryTracker: Sendable {
    /// An object, as it is looked up for each comparison, and a signature has many parts to copy.
    private final class Known: Sendable {
        let signature: StorySignature
        let time: Timestamp
        /// The number of the first article of its story.
        let first: Int

        init(signature: StorySignature, time: Timestamp, first: Int) {
            (self.signature, self.time, self.first) = (signature, time, first)
        }
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
    /// How many keys each article from ``oldest`` on has in common with the one that is added; zeros between two.
    private var common: [Int32] = []
    /// The number of the first article that one to come may follow.
    private var oldest = 0

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
        let since = item.time - StoryGrouping.window
        if count > 0, count.isMultiple(of: Self.forgetInterval) { forget(before: since) }
        let signature = StorySignature(item.title, language: Self.language(of: item))
        let keys = signature.keys
        let earlier = copy(of: item, since: since) ?? followed(by: signature, keys, at: item.time, since: since)
        let first = earlier.flatMap { known[$0]?.first } ?? count
        known[count] = Known(signature: signature, time: item.time, first: first)
        for key in keys { postings[key, default: []].append(Posting(number: count, time: item.time)) }
        common.append(0)
        count += 1
        return first
    }

    /// The last article with the same address and title, as of a feed that changes its identifiers; notes this one.
    private mutating func copy(of item: StoryGrouping.Item, since: Timestamp) -> Int? {
        guard let link = item.link else { return nil }
        let last = copies.updateValue(Posting(number: count, time: item.time), forKey: [link, item.title])
        return last.flatMap { since <= $0.time ? $0.number : nil }
    }

    /// The article that one with this signature is most alike; `nil` where none is alike enough.
    private mutating func followed(
        by signature: StorySignature, _ keys: [String], at time: Timestamp, since: Timestamp
    ) -> Int? {
        var best: (number: Int, likeness: Double)?
        for number in candidates(keys, since: since) {
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

    /// The articles with two of the keys or more: those with the most first, then the newest.
    private mutating func candidates(_ keys: [String], since: Timestamp) -> [Int] {
        var (touched, found) = ([Int](), [Int]())
        for key in keys {
            guard let others = postings[key] else { continue }
            for other in others.suffix(Self.maxPostings).reversed() {
                guard since <= other.time, other.number >= oldest else { break }
                let place = other.number - oldest
                common[place] += 1
                if common[place] == 1 { touched.append(place) }
                if common[place] == 2 { found.append(place) }
            }
        }
        // Ordered by how many, then by number.
        var promising = found.map { (Int(common[$0]) << 40) | ($0 + oldest) }
        for place in touched { common[place] = 0 }
        if promising.count > Self.maxComparisons {
            let least = leastCommon(promising)
            promising.removeAll { $0 >> 40 < least }
        }
        promising.sort(by: >)
        return promising.prefix(Self.maxComparisons).map { $0 & (1 << 40 - 1) }
    }

    /// How many keys an article must have in common to be one of ``maxComparisons``: in a field where all headlines are
    /// alike, only these are sorted.
    private func leastCommon(_ promising: [Int]) -> Int {
        var counts: [Int] = []
        for candidate in promising {
            let count = candidate >> 40
            while counts.count <= count { counts.append(0) }
            counts[count] += 1
        }
        var sum = 0
        for count in counts.indices.reversed() {
            sum += counts[count]
            if sum >= Self.maxComparisons { return count }
        }
        return 0
    }

    private mutating func forget(before time: Timestamp) {
        oldest = known.lazy.filter { $0.value.time >= time }.map(\.key).min() ?? count
        common = Array(repeating: 0, count: count - oldest)
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
