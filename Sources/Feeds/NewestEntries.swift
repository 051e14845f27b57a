import Domain

/// The newest entries of a feed by date; those without a date are the oldest, the first of them last.
struct NewestEntries {
    /// More than any feed has that is not an archive.
    static let limit = 1000

    private var kept: [FeedEntry] = []
    /// All that the feed has.
    private(set) var total = 0
    /// Entries without title, text, link and identifier.
    private(set) var empty = 0
    /// Complete entries that are older than the newest ``limit``.
    private(set) var omitted = 0

    /// The number for the next entry.
    mutating func next() -> Int {
        total += 1
        return total
    }

    mutating func add(_ entry: FeedEntry) {
        guard !entry.isEmpty else {
            empty += 1
            return
        }
        kept.append(entry)
        // Twice the limit, so that sorting costs little for each.
        if kept.count >= 2 * Self.limit { omitOldest() }
    }

    /// Whether the document ended within the last entry, which may lack half of a field.
    var isLastLost: Bool { kept.count + empty + omitted < total }

    /// In the order of the feed.
    mutating func finish() -> [FeedEntry] {
        omitOldest()
        if omitted > 0 { kept.sort { $0.number < $1.number } }
        return kept
    }

    private mutating func omitOldest() {
        guard kept.count > Self.limit else { return }
        kept.sort {
            ($0.published ?? .earliest, -$0.number) > ($1.published ?? .earliest, -$1.number)
        }
        omitted += kept.count - Self.limit
        kept.removeLast(kept.count - Self.limit)
    }
}
