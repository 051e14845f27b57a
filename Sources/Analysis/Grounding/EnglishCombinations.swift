/// Phrases of several parts that can be combined, in English.
extension EnglishPhrases {
    static let combined = [
        Meaning(.stable, texts: noTrend), Meaning(.nearFlat, texts: almostTheSame),
        Meaning(.nearFlat, texts: hardlyAnyChange), Meaning(.missing, texts: cannotBeKnown),
        Meaning(.low, texts: ["as low"]),
        Meaning(.high, texts: ["as high", "as elevated"]), Meaning(.middle, texts: ["as normal", "as moderate"]),
        Meaning(.stable, texts: ["as stable", "as neutral"]), Meaning(.bullish, texts: ["as bullish"]),
        Meaning(.bearish, texts: ["as bearish"]), Meaning(.subject, texts: lastPrice), Meaning(.old, texts: nothingNew),
        Meaning(.now, texts: whenLast),
    ]

    /// "no clear trend has emerged", "lacks any obvious direction"
    private static var noTrend: [String] {
        let beginnings = [
            "no", "without a", "without any", "without", "lacks a", "lacks any", "lacked a", "lacking a", "absent a",
            "absent any", "in the absence of a", "in the absence of any", "showed no", "shows no", "for lack of a",
        ]
        let adjectives = [
            "clear", "obvious", "definite", "distinct", "discernible", "marked", "pronounced", "particular", "real",
            "strong", "evident", "visible", "dominant", "noticeable", "decisive", "clear-cut",
        ]
        let names = ["trend", "direction", "upward or downward trend", "up or down trend", "trend either way"]
        let ends = [
            "", "has emerged", "emerges", "emerged", "is visible", "was visible", "stands out", "can be seen",
            "is apparent", "was apparent", "is evident", "is in evidence", "in either direction", "either way",
        ]
        return beginnings.flatMap { beginning in
            adjectives.flatMap { adjective in
                names.flatMap { name in
                    (beginning == "no" ? ends : [""]).map { end in
                        [beginning, adjective, name, end].filter { !$0.isEmpty }.joined(separator: " ")
                    }
                }
            }
        }
    }

    /// "the latest quote we hold", "last price on record"
    private static var lastPrice: [String] {
        let ends = [
            "", "we have", "we hold", "on record", "on hand", "at hand", "on file", "at our disposal",
            "in our possession", "received", "known", "available", "recorded", "we received", "we recorded", "to hand",
        ]
        return ["latest", "last", "most recent", "newest", "final"].flatMap { first in
            ["price", "quote", "value", "close", "quotation", "rate", "known price", "known value"].flatMap { noun in
                ends.map { "\(first) \(noun)\($0.isEmpty ? "" : " ")\($0)" }
            }
        }
    }

    /// "we have received no price", "no fresh data has arrived"
    private static var nothingNew: [String] {
        let nouns = [
            "price", "prices", "data", "figures", "quote", "quotes", "update", "updates", "readings", "reading",
        ]
        let starts = [
            "we have received no", "we have had no", "we received no", "there has been no", "there have been no",
        ]
        let ends = [
            "has been received", "has arrived", "has come in", "have been received", "have arrived", "have come in",
            "has reached us", "have reached us", "received", "has been recorded", "have been recorded",
            "has been collected", "have been collected",
        ]
        let qualities = ["", "new ", "newer ", "fresh ", "fresher ", "further ", "more recent "]
        return qualities.flatMap { quality in
            nouns.flatMap { noun in
                ends.map { "no \(quality)\(noun) \($0)" } + starts.map { "\($0) \(quality)\(noun)" }
            }
        }
    }

    /// "when prices were last recorded"
    private static var whenLast: [String] {
        let subjects = [
            "prices were", "the price was", "data was", "the data was", "data were", "the data were", "it was",
            "figures were", "the figures were", "they were", "bitcoin was",
        ]
        let verbs = [
            "recorded", "updated", "received", "seen", "collected", "available", "refreshed", "checked", "quoted",
        ]
        return subjects.flatMap { subject in verbs.map { "when \(subject) last \($0)" } } + [
            "when last recorded", "when last checked", "at last report", "at last reading", "when data last came in",
            "when the data last came in", "when prices last came in", "at last update",
        ]
    }

    /// "hardly any movement", "no significant change"
    private static var hardlyAnyChange: [String] {
        let quantities = [
            "hardly any", "barely any", "almost no", "virtually no", "practically no", "little", "very little",
            "scarcely any", "next to no", "no significant", "no notable", "no real", "no meaningful", "no major",
            "not much", "not much of a", "no great", "no noticeable", "no substantial", "only minimal", "only marginal",
            "no marked", "no large", "no big",
        ]
        let nouns = [
            "change", "changes", "movement", "move", "price movement", "price change", "variation", "difference",
            "price variation", "price action",
        ]
        return quantities.flatMap { quantity in nouns.map { "\(quantity) \($0)" } }
    }

    /// "cannot be established", "could not yet be worked out"
    private static var cannotBeKnown: [String] {
        let beginnings = [
            "cannot be", "could not be", "can not be", "cannot yet be", "can not yet be", "cannot reliably be",
            "cannot therefore be",
        ]
        let verbs = [
            "told", "given", "said", "determined", "stated", "calculated", "computed", "worked out", "established",
            "assessed", "measured", "estimated", "derived", "provided", "identified", "known", "judged", "reported",
            "evaluated", "inferred", "specified", "quantified", "confirmed", "collected", "obtained", "retrieved",
            "recorded", "fetched", "received", "gathered", "stated with confidence", "pinned down", "shown", "read",
        ]
        return beginnings.flatMap { beginning in verbs.map { "\(beginning) \($0)" } }
    }

    /// "practically unchanged", "virtually where it was", "about where it started"
    private static var almostTheSame: [String] {
        let hedges = [
            "almost", "nearly", "practically", "virtually", "essentially", "basically", "largely", "mostly", "broadly",
            "more or less", "roughly", "about", "pretty much", "just about", "almost exactly", "effectively",
            "close to",
        ]
        let states = [
            "unchanged", "flat", "the same", "where it was", "where it stood", "where it started", "where it began",
            "at the same level", "at the same price", "the same price", "the same level", "level", "steady", "stable",
        ]
        let loose = ["level", "steady", "stable"]
        let stable: Set = ["almost", "nearly", "practically", "virtually", "essentially", "more or less"]
        return hedges.flatMap { hedge in
            states.filter { !loose.contains($0) || stable.contains(hedge) }.map { "\(hedge) \($0)" }
        } + [
            "where it started", "where it began", "did not really move", "has not really moved", "did not move a lot",
            "moved only a little", "moved only slightly", "changed only slightly", "changed only a little",
            "hardly changed", "has hardly moved", "nothing much changed", "not much changed", "not much has changed",
            "hardly anything changed", "little has changed", "little change",
        ]
    }
}
