package import Domain

extension PriceAlert.Condition {
    /// What is waited for: `Price above $100,000.00`, `Price moved by at least 5.0% within 24 h`.
    package func phrase(in quote: Quote) -> Phrase {
        func price(_ level: Double) -> Phrase { .price(level, quote) }
        return switch self {
        case .above(let level): Phrase("Price above ", fr: "Cours au-dessus de ") + price(level)
        case .below(let level): Phrase("Price below ", fr: "Cours au-dessous de ") + price(level)
        case .moved(let percent, let hours):
            Phrase("Price moved by at least ", fr: "Variation du cours d’au moins ") + .percentage(percent)
                + Phrase(" within \(hours) h", fr: " en \(hours)\u{A0}h")
        }
    }
}

extension PriceAlert {
    /// The title and the text of its notification.
    package func wording(of crossing: PriceCrossing) -> (title: Phrase, text: Phrase) {
        let title: Phrase
        switch condition {
        case .above(let level):
            title = Phrase("Bitcoin above ", fr: "Bitcoin au-dessus de ") + .price(level, quote)
        case .below(let level):
            title = Phrase("Bitcoin below ", fr: "Bitcoin au-dessous de ") + .price(level, quote)
        case .moved(_, let hours):
            title =
                Phrase("Bitcoin ", fr: "Bitcoin\u{A0}: ") + .percent(crossing.change ?? 0, signed: true)
                + Phrase(" within \(hours) h", fr: " en \(hours)\u{A0}h")
        }
        var text =
            Phrase("Price: ", fr: "Cours\u{A0}: ") + .price(crossing.price, quote) + Phrase(", ", fr: ", ")
            + crossing.time.phrase
        if crossing.reached != crossing.price {
            text =
                text + Phrase("; reached ", fr: "\u{A0}; atteint\u{A0}: ") + .price(crossing.reached, quote)
        }
        text = text + Phrase(verbatim: ".")
        return (title, note.isEmpty ? text : text + Phrase(verbatim: "\n" + note))
    }
}

extension Phrase {
    package static func price(_ price: Double, _ quote: Quote) -> Phrase {
        Phrase(
            NumberWording.price(price, quote: quote, language: .english),
            fr: NumberWording.price(price, quote: quote, language: .french))
    }

    /// A percentage as a person has given it: 5.0%, 0.15%, with six decimals at most.
    fileprivate static func percentage(_ percent: Double) -> Phrase {
        var (decimals, unit) = (1, 10.0)
        while decimals < 6, abs((percent * unit).rounded() - percent * unit) > 1e-6 {
            (decimals, unit) = (decimals + 1, unit * 10)
        }
        return Phrase(
            NumberWording.percent(percent / 100, language: .english, decimals: decimals),
            fr: NumberWording.percent(percent / 100, language: .french, decimals: decimals))
    }

    /// - Parameter share: 0.012 is 1.2%.
    package static func percent(_ share: Double, signed: Bool = false) -> Phrase {
        Phrase(
            NumberWording.percent(share, language: .english, signed: signed),
            fr: NumberWording.percent(share, language: .french, signed: signed))
    }
}
