/// Writes the articles in French.
enum FrenchWriter {
    static func title(_ story: Story) -> String {
        let price = dollars(story.price)
        let change = percent(abs(story.change))
        return switch story.kind {
        case .jump: "Le bitcoin \(story.change > 0 ? "bondit" : "chute") de \(change) en une heure, à \(price)"
        case .high: "Le bitcoin atteint \(price), son plus haut depuis 30 jours"
        case .low: "Le bitcoin tombe à \(price), son plus bas depuis 30 jours"
        case .rise: "Le bitcoin gagne \(change) en un jour, à \(price)"
        case .fall: "Le bitcoin perd \(change) en un jour, à \(price)"
        case .steady:
            "Le bitcoin s’échange à \(price), en \(story.change < 0 ? "baisse" : "hausse") de \(change) sur un jour"
        case .quiet: "Journée calme pour le bitcoin : \(percent(span(story))) entre le plus haut et le plus bas"
        case .week: "La semaine du bitcoin : \(story.change < 0 ? "−" : "+")\(change), à \(price)"
        }
    }

    static func summary(_ story: Story) -> String {
        let time =
            switch story.kind {
            case .jump: "En une heure"
            case .week: "Pendant la semaine"
            default: "Ces dernières 24 heures"
            }
        return """
            \(time), un bitcoin a coûté entre \(dollars(story.lowest)) et \(dollars(story.highest)), soit une variation de \
            \(story.change < 0 ? "−" : "+")\(percent(abs(story.change))). Simulation : personne n’a rien échangé, \
            et cet article a été écrit par un programme.
            """
    }

    private static func span(_ story: Story) -> Double { Double(story.highest) / Double(story.lowest) - 1 }
    // Narrow and regular no-break spaces, as in French typography.
    private static func dollars(_ cents: Int64) -> String {
        Figures.grouped(Figures.rounded(cents), by: "\u{202F}") + "\u{A0}$"
    }
    private static func percent(_ share: Double) -> String { Figures.tenths(ofPercent: share, point: ",") + "\u{A0}%" }
}
