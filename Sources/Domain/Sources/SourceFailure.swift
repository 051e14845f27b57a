/// The reason that a source failed: a kind with parameters, formatted on display.
package struct SourceFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let source: SourceName
    package let reason: Reason
    /// How long the source documents to refuse an address after too many requests, where its response does not say it.
    package var documentedPause: Duration?

    package init(_ source: SourceName, _ reason: Reason) {
        self.source = source
        self.reason = reason
    }

    package init(_ source: SourceName, _ error: OutboundError) { self.init(source, .request(error)) }

    package var description: String { "\(source): \(message.english)" }

    /// What happened. Untrusted texts are one printable line each.
    package enum Reason: Hashable, Sendable {
        /// The request failed.
        case request(OutboundError)
        /// The source refuses the request itself: the same one will never be accepted. `excerpt` is the beginning of
        /// its reason.
        case requestRefused(status: Int, excerpt: String)
        /// An error reported by the source, its kind, and the delay that it asks for.
        case reported(ErrorKind, text: String, retryAfter: Duration? = nil)
        /// The source refuses this address until then, and said so in `text`.
        /// The source refuses this address until then by its own clock, and said so in `text`, or for at least
        /// `retryAfter`.
        case banned(until: Timestamp, text: String, retryAfter: Duration? = nil)
        case apiKeyMissing(setting: String)
        case unsupportedInterval(Interval, supported: [Interval])
        case notJSON(bytes: Int, excerpt: String)
        /// JSON of another shape than `expected`, in English. `found` is the decoder's text.
        case unexpectedJSON(expected: String, found: String, excerpt: String)
        /// No row or entry is readable. `problem` is that of the first.
        case nothingReadable(of: Int, problem: String)
        /// Most rows or entries are unreadable. `problem` is that of the first of them.
        case mostlyUnreadable(Int, of: Int, problem: String)
        case noCandles
        case staleCandles(newest: Timestamp, expected: Timestamp)
        /// The same candle so many times in a row, the last time at `newest`.
        case repeatedCandles(Int, newest: Timestamp)
        /// So many rows of a response cannot be candles. `problem` is that of the first.
        case rowsRefused(Int, of: Int, problem: String)
        /// Closes of so many hours are further than `spread` (a share) from those of the others.
        case disagreement(hours: Int, spread: Double, others: [SourceName])
        /// Volumes are so many times those of the others; with none of them, those that the source gave before of the
        /// same candles.
        case otherVolumes(factor: Double, others: [SourceName])
        /// Candles reach so many times as far from low to high as those of the others.
        case otherRanges(factor: Double, others: [SourceName])
        /// Closes do not move with those of the others.
        case unrelatedPrices(others: [SourceName])
        /// Candles are so many hours later than those of the others with the same movements.
        case shiftedTimes(hours: Int, others: [SourceName])
        /// Nothing new, and so many of all items are known with a date of more than a day earlier.
        case repeatedItems(Int, of: Int)
        case notAFeed(FeedContent)
        /// A feed that is gone for good (410), as it said then.
        case feedEnded(since: Timestamp)
        case emptyDocument
        case noEntries
        /// A feed truncated before its first complete entry.
        case truncatedFeed
    }

    /// The content found instead of a feed.
    package enum FeedContent: Hashable, Sendable {
        case webPage, json, plainText
        case xml(root: String)
        case unreadableXML(bytes: Int)
    }
}

extension SourceFailure {
    package var kind: ErrorKind {
        switch reason {
        case .request(let error): error.kind
        case .reported(let kind, _, _): kind
        case .banned: .rateLimited
        case .apiKeyMissing: .auth
        case .feedEnded: .httpStatus
        case .notJSON, .truncatedFeed, .notAFeed(.webPage), .notAFeed(.unreadableXML): .malformed
        case .unexpectedJSON, .nothingReadable, .mostlyUnreadable, .requestRefused, .rowsRefused, .notAFeed:
            .unexpectedShape
        case .staleCandles, .repeatedCandles, .repeatedItems: .stale
        case .disagreement, .otherVolumes, .otherRanges, .unrelatedPrices, .shiftedTimes: .disagrees
        case .unsupportedInterval, .noCandles, .emptyDocument, .noEntries: .empty
        }
    }

    /// The delay requested by the source.
    package var retryAfter: Duration? {
        switch reason {
        case .request(let error): error.retryAfter
        case .reported(_, _, let wait), .banned(_, _, let wait): wait
        default: nil
        }
    }

    /// The moment before which the source asked not to be asked again, for a failure at `moment`.
    package func notBefore(failedAt moment: Timestamp) -> Timestamp? {
        let asked = retryAfter.flatMap { $0 > .zero ? moment + $0 : nil }
        guard case .banned(let until, _, _) = reason else { return asked }
        // By a fast clock of ours the end of a ban may have passed before it came.
        return max(until, asked ?? documentedPause.map { moment + $0 } ?? until)
    }

    /// What happened, with the numbers, without a full stop. Never holds a secret. The English texts of adapters and
    /// decoders are left out of the French.
    package var message: Phrase {
        switch reason {
        case .request(let error): error.message
        case .requestRefused(let status, let excerpt):
            Phrase("HTTP \(status), the request is not accepted", fr: "HTTP \(status), la requête n’est pas acceptée")
                + Self.beginning(excerpt)
        case .reported(let kind, "", _): kind.title
        case .banned(let until, let text, _):
            Phrase(
                "banned until \(until): \(text.quotation)", fr: "banni jusqu’au \(until)\u{A0}: \(text.quotation)")
        case .reported(let kind, let text, _):
            kind.title + Phrase(": \(text.quotation)", fr: "\u{A0}: \(text.quotation)")
        case .apiKeyMissing(let setting): Phrase("\(setting) is not set", fr: "\(setting) n’est pas défini")
        case .unsupportedInterval(let interval, _):
            Phrase(
                "\(source) has no \(interval.rawValue) candles",
                fr: "\(source) n’a pas de chandeliers de \(interval.rawValue)")
        case .notJSON(let bytes, let excerpt):
            Phrase("the response (", fr: "la réponse (") + .bytes(bytes)
                + Phrase(") is not JSON", fr: ") n’est pas du JSON") + Self.beginning(excerpt)
        case .unexpectedJSON(let expected, let found, let excerpt):
            Phrase("expected \(expected): \(found.quotation)", fr: "format inattendu") + Self.beginning(excerpt)
        case .nothingReadable(let count, let problem):
            count == 1
                ? Phrase("the only item cannot be read: \(problem.quotation)", fr: "le seul élément est illisible")
                : Phrase(
                    "none of \(count) items can be read: \(problem.quotation)",
                    fr: "aucun des \(count) éléments n’est lisible")
        case .mostlyUnreadable(let count, let total, let problem):
            Phrase(
                "\(count) of \(total) items cannot be read: \(problem.quotation)",
                fr: "\(count) éléments sur \(total) sont illisibles")
        case .noCandles: Phrase("response without any candle", fr: "réponse sans aucun chandelier")
        case .staleCandles(let newest, let expected):
            Phrase(
                "newest candle \(newest), expected \(expected)", fr: "dernier chandelier \(newest), attendu \(expected)"
            )
        case .repeatedCandles(let count, let newest):
            Phrase(
                "\(Self.standstill) \(count) times in a row, up to \(newest)",
                fr: "le même chandelier \(count) fois de suite, jusqu’à \(newest)")
        case .rowsRefused(let count, let total, let problem):
            Phrase(
                "\(count) of \(total) rows refused, the first: \(problem.quotation)",
                fr: "\(count) lignes sur \(total) refusées")
        case .disagreement(let hours, let spread, let others):
            Self.disagreement(hours, spread, Phrase(list: others.map(\.title)))
        case .otherVolumes(let factor, let others): Self.volumes(factor, others)
        case .otherRanges(let factor, let others): Self.ranges(factor, Phrase(list: others.map(\.title)))
        case .unrelatedPrices(let others): Self.unrelated(Phrase(list: others.map(\.title)))
        case .shiftedTimes(let hours, let others): Self.shift(hours, Phrase(list: others.map(\.title)))
        case .repeatedItems(let count, let total):
            Phrase(
                "the feed repeats old items with new dates: \(count) of \(total) are known with an earlier one",
                fr:
                    "le flux répète d’anciens articles avec de nouvelles dates\u{A0}: \(count) sur \(total) sont connus "
                    + "avec une date antérieure")
        case .notAFeed(let found): found.message
        case .feedEnded(let since):
            Phrase(
                "HTTP 410: the feed is gone for good since \(since)",
                fr: "HTTP 410\u{A0}: le flux est supprimé définitivement depuis le \(since)")
        case .emptyDocument: Phrase("empty document", fr: "document vide")
        case .noEntries: Phrase("the feed has no entries", fr: "le flux n’a aucune entrée")
        case .truncatedFeed:
            Phrase(
                "the feed ends before its first complete entry",
                fr: "le flux s’arrête avant sa première entrée complète"
            )
        }
    }

    private static func disagreement(_ hours: Int, _ spread: Double, _ others: Phrase) -> Phrase {
        // In tenths of a percent; a spread is at most that of two plausible prices.
        let tenths = Int(exactly: (min(spread, 1e9) * 1000).rounded()) ?? 0
        let (whole, tenth) = (tenths / 10, tenths % 10)
        return Phrase(
            "closes of \(hours) \(hours == 1 ? "hour" : "hours") up to \(whole).\(tenth)% away from those of "
                + others.english,
            fr: "clôtures de \(hours) \(hours == 1 ? "heure" : "heures") à \(whole),\(tenth)\u{A0}% au plus de "
                + "celles de \(others.french)")
    }

    private static func volumes(_ factor: Double, _ others: [SourceName]) -> Phrase {
        let times = times(factor)
        let (larger, plus) = factor > 1 ? ("larger", "supérieurs") : ("smaller", "inférieurs")
        let names = Phrase(list: others.map(\.title))
        guard factor > 0 else {
            return Phrase(
                "volumes are all 0, unlike those of \(names.english)",
                fr: "volumes tous nuls, contrairement à ceux de \(names.french)")
        }
        let (reference, french) =
            others.isEmpty
            ? ("than those that it gave before of the same candles", "à ceux donnés avant pour les mêmes chandeliers")
            : ("than those of \(names.english)", "à ceux de \(names.french)")
        return Phrase(
            "volumes about \(times) times \(larger) \(reference)",
            fr: "volumes environ \(times) fois \(plus) \(french)")
    }

    private static func times(_ factor: Double) -> Int {
        Int(exactly: min(1e12, max(factor, 1 / factor)).rounded()) ?? 1
    }

    private static func ranges(_ factor: Double, _ others: Phrase) -> Phrase {
        guard factor > 0 else {
            return Phrase(
                "high and low are equal in most candles, unlike those of \(others.english)",
                fr: "plus haut et plus bas égaux dans la plupart des chandeliers, contrairement à ceux de "
                    + others.french)
        }
        let (larger, plus) = factor > 1 ? ("larger", "supérieur") : ("smaller", "inférieur")
        return Phrase(
            "the ranges of candles, from low to high, are about \(times(factor)) times \(larger) than those of "
                + others.english,
            fr: "écart entre plus bas et plus haut environ \(times(factor)) fois \(plus) à celui de \(others.french)")
    }

    private static func unrelated(_ others: Phrase) -> Phrase {
        Phrase(
            "closes do not move with those of \(others.english)",
            fr: "clôtures sans rapport avec l’évolution de celles de \(others.french)")
    }

    private static func shift(_ hours: Int, _ others: Phrase) -> Phrase {
        let (count, late) = (abs(hours), hours > 0)
        return Phrase(
            "times are shifted by \(count) h: candles are \(late ? "later" : "earlier") than those of "
                + others.english,
            fr: "heures décalées de \(count)\u{A0}h\u{A0}: chandeliers en \(late ? "retard" : "avance") sur ceux de "
                + others.french)
    }

    /// How the text of ``Reason/repeatedCandles(_:newest:)`` begins.
    fileprivate static let standstill = "the same candle"

    private static func beginning(_ excerpt: String) -> Phrase {
        excerpt.isEmpty ? .empty : Phrase(": \(excerpt.quotation)", fr: "\u{A0}: \(excerpt.quotation)")
    }

    /// What to do about it.
    package var hint: Phrase {
        switch reason {
        case .request(let error): error.hint
        case .apiKeyMissing(let setting):
            Phrase(
                "set \(setting), or take \(source) out of PRICE_SOURCES",
                fr: "définissez \(setting), ou retirez \(source) de PRICE_SOURCES")
        case .feedEnded:
            Phrase(
                "remove it from NEWS_FEEDS; if it is back, ask it again with bitcoin-analyzer collect news --force",
                fr: "retirez-le de NEWS_FEEDS\u{A0}; s’il est revenu, interrogez-le par bitcoin-analyzer collect news "
                    + "--force")
        case .unsupportedInterval(let interval, let supported):
            Self.hint(interval, supported.map(\.rawValue).joined(separator: ", "))
        default: kind.defaultHint
        }
    }

    private static func hint(_ interval: Interval, _ supported: String) -> Phrase {
        Phrase(
            "use one of \(supported), or put a source that has \(interval.rawValue) first in PRICE_SOURCES",
            fr: "utilisez \(supported), ou placez une source qui a \(interval.rawValue) en tête de PRICE_SOURCES")
    }
}

extension SourceFailure.FeedContent {
    fileprivate var message: Phrase {
        switch self {
        case .webPage: Phrase("a web page instead of a feed", fr: "une page web au lieu d’un flux")
        case .json: Phrase("JSON instead of RSS or Atom", fr: "du JSON au lieu de RSS ou d’Atom")
        case .plainText: Phrase("text that is not a feed", fr: "un texte qui n’est pas un flux")
        case .xml(let root):
            Phrase(
                "XML that is not a feed: its root is <\(root)>",
                fr: "du XML qui n’est pas un flux\u{A0}: racine <\(root)>")
        case .unreadableXML(let bytes):
            .bytes(bytes) + Phrase(" that cannot be read as XML", fr: " illisibles comme XML")
        }
    }
}

extension SourceReport.Failure {
    /// Whether many candles of one response show it, so that it is no chance in one run.
    package var isProven: Bool {
        kind == .disagrees || kind == .stale && message.hasPrefix(SourceFailure.standstill)
    }
}
