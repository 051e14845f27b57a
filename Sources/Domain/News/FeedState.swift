/// What is known of a feed across passes, processes and hosts.
package struct FeedState: Hashable, Sendable {
    /// The address in the settings, without its secrets: see ``NewsSource/address``.
    package let address: String
    /// Answers and failures, and before when it must not be asked and why, as of any source.
    package var source: SourceState
    /// When it was last asked, with any result.
    package var lastRequest: Timestamp?
    /// The kind of its last answer.
    package var answer: FeedAnswer?
    package var validators: FeedValidators?
    /// When its document was last read in full, rather than reported as unchanged.
    package var lastRead: Timestamp?
    /// Since when its validators are not used, because it called a changed feed unchanged.
    package var distrusted: Timestamp?
    package var demands = FeedDemands()
    package var move: FeedMove?
    /// Since when it has been gone for good (410).
    package var ended: Timestamp?
    /// Of the document that was last read.
    package var contents = FeedCounts()
    /// When an article of it was new.
    package var lastNew: Timestamp?
    /// `nil` before its first article.
    package var history: FeedHistory?

    package init(_ address: String, source: SourceState) {
        self.address = address
        self.source = source
    }

    package init(_ address: String, _ name: SourceName) { self.init(address, source: SourceState(name)) }
}

/// What a feed answered.
package struct FeedAnswer: OpenEnum {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// A document with articles.
    package static let read = FeedAnswer(rawValue: "read")
    /// Not modified since the last one (304).
    package static let unchanged = FeedAnswer(rawValue: "unchanged")
    /// Nothing that can be used.
    package static let failed = FeedAnswer(rawValue: "failed")

    package static let known: [FeedAnswer] = [.read, .unchanged, .failed]

    /// For a person.
    package var phrase: Phrase {
        switch self {
        case .read: Phrase("read", fr: "lu")
        case .unchanged: Phrase("unchanged", fr: "inchangé")
        case .failed: Phrase("failed", fr: "en échec")
        default: Phrase(verbatim: rawValue)
        }
    }
}

/// The address that a feed permanently redirects to (301, 308).
package struct FeedMove: Hashable, Sendable {
    package let address: String
    /// Since when each answer has named it.
    package let since: Timestamp

    package init(to address: String, since: Timestamp) {
        self.address = address
        self.since = since
    }
}

/// The items of one document.
package struct FeedCounts: Hashable, Sendable {
    /// All items.
    package var items: Int
    /// Those that gave no article.
    package var leftOut: Int
    /// Why, in English, on one line; empty when none was left out.
    package var reasons: String
    /// Those that another feed has, or that the feed gives under another identifier too.
    package var duplicates: Int

    package static let reasonsLimit = 500

    package init(items: Int = 0, leftOut: Int = 0, reasons: String = "", duplicates: Int = 0) {
        self.items = items
        self.leftOut = leftOut
        self.reasons = reasons.printableLine(limit: Self.reasonsLimit)
        self.duplicates = duplicates
    }

    /// The share of duplicates, 0 to 1; `nil` without items.
    package var duplicateShare: Double? { items > 0 ? min(1, Double(duplicates) / Double(items)) : nil }
}
