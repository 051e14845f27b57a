/// The health of a feed, for `status`, `/v1/status` and the page.
package struct FeedHealth: Codable, Hashable, Sendable {
    /// The kind of its last answer.
    package let answer: FeedAnswer?
    /// When an article of it was new.
    package let lastNew: Timestamp?
    /// The date of its newest article.
    package let newestArticle: Timestamp?
    /// For how long it has had none, and the longest time that it ever had none, in seconds.
    package let silenceSeconds: Int64?
    package let longestSilenceSeconds: Int64?
    /// Whether that is longer than ever before.
    package let silent: Bool
    /// The items of the last document, those that gave no article and why, and the share that another feed has, 0 to 1.
    package let items: Int
    package let leftOut: Int
    package private(set) var leftOutReasons: String
    package let duplicateShare: Double?
    /// Failures in a row.
    package let failures: Int
    /// Where it permanently redirects to, and since when.
    package let movedTo: String?
    package let movedSince: Timestamp?
    /// Since when it has been gone for good (410).
    package let ended: Timestamp?
    /// When it was last read in full, whether or not it called itself unchanged.
    package let lastRead: Timestamp?
    /// Since when it is always read in full, because it called itself unchanged although it had changed.
    package let distrusted: Timestamp?

    enum CodingKeys: String, CodingKey {
        case answer, lastNew = "last_new", newestArticle = "newest_article", silenceSeconds = "silence_seconds"
        case longestSilenceSeconds = "longest_silence_seconds", silent, items, leftOut = "left_out"
        case leftOutReasons = "left_out_reasons", duplicateShare = "duplicate_share", failures, movedTo = "moved_to"
        case movedSince = "moved_since", ended, lastRead = "last_read", distrusted
    }

    package init(_ feed: FeedState, at now: Timestamp) {
        answer = feed.answer
        lastNew = feed.lastNew
        newestArticle = feed.history?.newest
        silenceSeconds = feed.history.map { $0.silence(at: now).components.seconds }
        longestSilenceSeconds = feed.history?.longestSilence.components.seconds
        silent = feed.history?.isSilent(at: now) ?? false
        items = feed.contents.items
        leftOut = feed.contents.leftOut
        leftOutReasons = feed.contents.reasons
        duplicateShare = feed.contents.duplicateShare
        failures = feed.source.failures
        movedTo = feed.move?.address.redactedAddress
        movedSince = feed.move?.since
        ended = feed.ended
        lastRead = feed.lastRead
        distrusted = feed.distrusted
    }

    /// Reasons may quote the feed.
    package var withoutQuotations: FeedHealth {
        var health = self
        health.leftOutReasons = leftOutReasons.withoutQuotations
        return health
    }
}

extension FeedHealth {
    /// What is worth a reader's attention, each in a few words.
    package var remarks: [Phrase] {
        var remarks: [Phrase] = []
        if let newestArticle {
            remarks.append(Phrase("newest article \(newestArticle)", fr: "dernier article du \(newestArticle)"))
        }
        if silent, let longestSilenceSeconds {
            let longest = Duration.seconds(longestSilenceSeconds).phrase
            remarks.append(
                Phrase(
                    "silent for longer than ever before (\(longest.english))",
                    fr: "silencieux depuis plus longtemps que jamais (\(longest.french))"))
        }
        if leftOut > 0 {
            remarks.append(
                Phrase(
                    "\(leftOut) of \(items) items left out: \(leftOutReasons)",
                    fr: "articles écartés\u{A0}: \(leftOut) sur \(items)"))
        }
        if let share = duplicateShare, share > 0 {
            let percent = Int((share * 100).rounded())
            remarks.append(Phrase("\(percent)% duplicates", fr: "\(percent)\u{A0}% de doublons"))
        }
        if let ended {
            remarks.append(
                Phrase(
                    "gone for good since \(ended): remove it from NEWS_FEEDS",
                    fr: "disparu depuis le \(ended)\u{A0}: retirez-le de NEWS_FEEDS"))
        }
        if failures > 1 {
            remarks.append(Phrase("\(failures) failures in a row", fr: "\(failures)\u{A0}échecs de suite"))
        }
        if let movedTo, let movedSince {
            remarks.append(
                Phrase("moved to \(movedTo) since \(movedSince)", fr: "déplacé vers \(movedTo) depuis le \(movedSince)")
            )
        }
        if let distrusted {
            remarks.append(
                Phrase(
                    "called itself unchanged although it had changed (\(distrusted))",
                    fr: "s’est dit inchangé alors qu’il avait changé (\(distrusted))"))
        }
        return remarks
    }
}
