/// Phrases of several parts that can be combined, in French.
extension FrenchPhrases {
    static let combined = [
        Meaning(.stable, texts: noTrend), Meaning(.nearFlat, texts: almostTheSame),
    ]

    /// « aucune tendance nette ne se dégage », « n’a pris aucune direction claire »
    private static var noTrend: [String] {
        let adjectives = [
            "nette", "claire", "marquée", "particulière", "définie", "précise", "évidente", "franche", "affirmée",
        ]
        let names = ["tendance", "direction", "orientation"].flatMap { name in adjectives.map { "\(name) \($0)" } }
        let ends = [
            "", "ne se dégage", "ne se dessine", "n' apparaît", "n' est visible", "ne ressort", "ne se détache",
            "ne s' est dégagée", "ne s' est dessinée", "n' est apparue", "ne domine", "n' émerge",
        ]
        let verbs = ["prend", "a pris", "montre", "a montré", "suit", "a suivi", "présente", "affiche", "dégage"]
        return names.flatMap { name in
            ends.map { "aucune \(name)\($0.isEmpty ? "" : " ")\($0)" } + ["sans \(name)", "pas de \(name)"]
                + ["a", "avait"].flatMap { ["n' \($0) pas de \(name)", "n' \($0) aucune \(name)"] }
                + verbs.flatMap { verb -> [String] in
                    let parts = verb.split(separator: " ")
                    // « n’a pris », « ne prend »
                    let negated =
                        parts.count > 1 || verb.hasPrefix("a ")
                        ? "n' \(verb)" : verb == "affiche" ? "n' affiche" : "ne \(verb)"
                    let without =
                        parts.count > 1
                        ? "n' a pas \(parts[1]) de \(name)" : "\(negated) pas de \(name)"
                    return ["\(negated) aucune \(name)", without]
                }
        }
    }

    /// « pratiquement au même niveau », « quasiment le même »
    private static var almostTheSame: [String] {
        let hedges = ["presque", "quasiment", "pratiquement", "à peu près", "plus ou moins", "globalement", "quasi"]
        let states = [
            "inchangé", "inchangée", "le même", "au même niveau", "au même prix", "identique", "à son niveau de départ",
            "là où il était", "revenu à son niveau de départ", "à l' équilibre", "au même point",
        ]
        return hedges.flatMap { hedge in states.map { "\(hedge) \($0)" } } + [
            "à son niveau de départ", "n' a pas vraiment bougé", "ne bouge pas vraiment", "n' a que peu bougé",
            "n' a que peu varié", "n' a bougé que légèrement", "a très peu bougé", "peu évolué", "n' a guère évolué",
            "n' a presque pas évolué", "n' a pas beaucoup varié", "n' a pas beaucoup évolué",
        ]
    }
}
