import Analysis
package import Domain

extension Notice {
    /// - Parameter analysis: the analysis’ text.
    package static func summary(_ summary: DailySummary, analysis: Phrase, at now: Timestamp) -> Notice {
        let price = Phrase.price(summary.price, summary.quote)
        let title =
            summary.change.map { change in
                Phrase("Bitcoin: ", fr: "Bitcoin\u{A0}: ") + price + Phrase(verbatim: " (")
                    + .percent(change, signed: true) + Phrase(" in 24 h)", fr: " en 24\u{A0}h)")
            } ?? Phrase("Bitcoin: ", fr: "Bitcoin\u{A0}: ") + price
        var text = analysis
        if let low = summary.low, let high = summary.high {
            text =
                text + Phrase("\n24 h range: ", fr: "\nPlage sur 24\u{A0}h\u{A0}: ") + .price(low, summary.quote)
                + Phrase(verbatim: " – ") + .price(high, summary.quote)
        }
        text =
            text
            + Phrase(
                "\nIncidents: \(summary.incidents) in 24 h, \(summary.openIncidents) open",
                fr:
                    "\nIncidents\u{A0}: \(summary.incidents) en 24\u{A0}h, encore ouverts\u{A0}: \(summary.openIncidents)"
            )
        return Notice(summary, title: title, text: text, at: now)
    }
}
