/// Writes the articles in English.
enum EnglishWriter {
    static func title(_ story: Story) -> String {
        let price = dollars(story.price)
        let change = percent(abs(story.change))
        return switch story.kind {
        case .jump: "Bitcoin \(story.change > 0 ? "jumps" : "drops") \(change) in an hour to \(price)"
        case .high: "Bitcoin reaches \(price), its highest price in 30 days"
        case .low: "Bitcoin falls to \(price), its lowest price in 30 days"
        case .rise: "Bitcoin climbs \(change) in a day to \(price)"
        case .fall: "Bitcoin loses \(change) in a day, now at \(price)"
        case .steady: "Bitcoin trades at \(price), \(story.change < 0 ? "down" : "up") \(change) in a day"
        case .quiet: "A quiet day for Bitcoin: \(percent(span(story))) between high and low"
        case .week: "Bitcoin's week: \(story.change < 0 ? "down" : "up") \(change), at \(price)"
        }
    }

    /// The same story in the style of a news agency.
    static func wireTitle(_ story: Story) -> String {
        let price = dollars(story.price)
        let change = percent(abs(story.change))
        return switch story.kind {
        case .jump: "Sudden move \(story.change > 0 ? "lifts" : "sinks") Bitcoin by \(change) to \(price)"
        case .high: "Bitcoin hits 30-day high at \(price)"
        case .low: "Bitcoin hits 30-day low at \(price)"
        case .rise: "Bitcoin price up \(change) in 24 hours at \(price)"
        case .fall: "Bitcoin price down \(change) in 24 hours at \(price)"
        case .steady: "Bitcoin holds near \(price) after \(story.change < 0 ? "slipping" : "adding") \(change)"
        case .quiet: "Bitcoin barely moves, holds near \(price)"
        case .week: "Weekly recap: Bitcoin \(story.change < 0 ? "sheds" : "gains") \(change) to \(price)"
        }
    }

    static func summary(_ story: Story) -> String {
        let time =
            switch story.kind {
            case .jump: "Within the hour"
            case .week: "During the week"
            default: "During the last 24 hours"
            }
        return """
            \(time) one bitcoin cost between \(dollars(story.lowest)) and \(dollars(story.highest)), a change of \
            \(story.change < 0 ? "−" : "+")\(percent(abs(story.change))). Simulated: nobody traded, and this article was written by a program.
            """
    }

    private static func span(_ story: Story) -> Double { Double(story.highest) / Double(story.lowest) - 1 }
    private static func dollars(_ cents: Int64) -> String { "$" + Figures.grouped(Figures.rounded(cents), by: ",") }
    private static func percent(_ share: Double) -> String { Figures.tenths(ofPercent: share, point: ".") + "%" }
}

/// Formats numbers as in newspapers.
enum Figures {
    /// Cents rounded to dollars.
    static func rounded(_ cents: Int64) -> Int64 { (cents + 50) / 100 }

    /// `94310` as `94,310`.
    static func grouped(_ number: Int64, by separator: String) -> String {
        let digits = String(number)
        let first = (digits.count + 2) % 3 + 1
        var groups = [String(digits.prefix(first))]
        var rest = digits.dropFirst(first)
        while !rest.isEmpty {
            groups.append(String(rest.prefix(3)))
            rest = rest.dropFirst(3)
        }
        return groups.joined(separator: separator)
    }

    /// `0.0314` as `3.1`.
    static func tenths(ofPercent share: Double, point: String) -> String {
        let tenths = Int64((share * 1000).rounded())
        return "\(tenths / 10)\(point)\(tenths % 10)"
    }
}
