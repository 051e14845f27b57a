/// Phrases of several parts that can be combined, in French.
extension FrenchPhrases {
    static let combined = [
        Meaning(.stable, texts: noTrend), Meaning(.nearFlat, texts: almostTheSame),
        Meaning(.nearFlat, texts: hardlyAnyChange), Meaning(.missing, texts: cannotBeKnown),
        Meaning(.known, texts: basedOn), Meaning(.old, texts: nothingNew), Meaning(.subject, texts: lastPrice),
    ]

    private static func forms(_ stem: String) -> [String] { ["", "e", "s", "es"].map { stem + $0 } }

    /// « aucune variation notable », « peu de mouvement », « aucun changement significatif n’est à signaler »
    private static var hardlyAnyChange: [String] {
        let nouns = [
            ("variation", "e"), ("évolution", "e"), ("mouvement", ""), ("changement", ""), ("écart", ""),
            ("variation de cours", "e"), ("mouvement de cours", ""), ("variation de prix", "e"),
        ]
        let adjectives = [
            "notable", "sensible", "majeur", "marqué", "important", "considérable", "véritable", "réel",
        ]
        let ends = [
            "", "n' est à signaler", "n' est à noter", "n' est à relever", "n' a été observé", "n' a été constaté",
            "n' a été enregistré", "n' a eu lieu", "n' a été relevé",
        ]
        return nouns.flatMap { noun, feminine in
            let mine =
                adjectives.map { adjective in
                    adjective == "réel"
                        ? (feminine.isEmpty ? "réel" : "réelle")
                        : adjective + (adjective.hasSuffix("e") ? "" : feminine)
                } + [feminine.isEmpty ? "significatif" : "significative"]
            return ["presque aucun\(feminine)", "quasiment aucun\(feminine)", "pratiquement aucun\(feminine)"].map {
                "\($0) \(noun)"
            } + ["très peu de \(noun)", "guère de \(noun)", "peu de \(noun)"]
                + mine.flatMap { adjective in
                    ["pas de \(noun) \(adjective)", "sans \(noun) \(adjective)"]
                        + ends.map { end in
                            let agreed = end.hasSuffix("é") ? end + feminine : end
                            return "aucun\(feminine) \(noun) \(adjective)\(agreed.isEmpty ? "" : " " + agreed)"
                        }
                }
        }
    }

    /// « ne peut pas être calculée », « n’a donc pas pu être établie », « impossible de déterminer »
    private static var cannotBeKnown: [String] {
        let stems = [
            "calculé", "déterminé", "évalué", "établi", "estimé", "mesuré", "donné", "précisé", "connu", "dégagé",
            "indiqué", "fourni", "déduit", "chiffré", "identifié", "défini", "communiqué", "confirmé",
        ]
        let beginnings = [
            "ne peut pas être", "ne peut être", "ne peut donc pas être", "ne peut donc être", "n' a pas pu être",
            "n' a pu être", "n' a donc pas pu être", "ne peuvent pas être", "ne peuvent être",
            "ne peuvent donc pas être", "ne peuvent donc être", "n' ont pas pu être", "n' ont pu être",
            "ne saurait être", "ne sauraient être",
        ]
        let infinitives = [
            "calculer", "déterminer", "établir", "estimer", "mesurer", "donner", "préciser", "connaître", "dégager",
            "dire", "indiquer", "chiffrer",
        ]
        return beginnings.flatMap { beginning in stems.flatMap(forms).map { "\(beginning) \($0)" } }
            + ["impossible de", "il est impossible de", "on ne peut pas", "on ne peut", "on ne peut donc pas"].flatMap {
                start in infinitives.map { "\(start) \($0)" }
            } + ["impossible d' établir", "impossible d' estimer", "il est impossible d' établir"]
    }

    /// « calculée sur », « établies à partir de »
    private static var basedOn: [String] {
        let words = ["calculé", "établi", "mesuré", "déterminé", "évalué", "estimé", "fondé", "basé"]
        let links = ["sur", "à partir de", "à partir des", "à partir d'", "d' après"]
        return words.flatMap(forms).flatMap { word in
            links.map { "\(word) \($0)" }
        }
    }

    /// « aucune nouvelle donnée n’est parvenue », « pas de nouvelles données »
    private static var nothingNew: [String] {
        let data = [
            "aucune donnée", "aucune nouvelle donnée", "aucune donnée nouvelle", "aucune information",
            "aucune nouvelle information", "plus aucune donnée", "plus aucune information",
            "aucune donnée plus récente", "aucun nouveau cours", "aucun cours", "aucun nouveau prix",
            "aucune nouvelle cotation", "aucune cotation",
        ]
        let ends = [
            "n' est parvenue", "n' est arrivée", "n' a été reçue", "n' a été enregistrée", "n' est disponible",
            "ne nous est parvenue", "n' est parvenu", "n' est arrivé", "n' a été reçu", "n' a été enregistré",
            "n' a été relevé", "n' a été relevée", "n' a été publiée",
        ]
        let nothing = data.map { $0.hasPrefix("plus ") ? String($0.dropFirst(5)) : $0 }
        let starts = [
            "nous n' avons reçu", "nous n' avons plus reçu", "nous n' avons eu", "on n' a reçu", "il n' y a eu",
        ]
        let received = starts.flatMap { start in nothing.map { "\(start) \($0)" } }
        return data.flatMap { data in ends.map { "\(data) \($0)" } } + received + [
            "aucune nouvelle donnée", "aucune donnée nouvelle", "pas de nouvelles données", "pas de nouvelle donnée",
            "sans nouvelle donnée", "sans nouvelles données", "aucune donnée récente", "aucune donnée fraîche",
            "aucun nouveau cours", "aucun nouveau prix", "pas de nouveau cours", "pas de nouveau prix",
        ]
    }

    /// « dernier cours disponible du bitcoin », « dernière valeur relevée »
    private static var lastPrice: [String] {
        let nouns = [("cours", ""), ("prix", ""), ("niveau", ""), ("valeur", "e"), ("cotation", "e"), ("clôture", "e")]
        return nouns.flatMap { noun, feminine in
            [
                "connu", "enregistré", "relevé", "observé", "reçu", "disponible", "en notre possession",
                "à notre disposition", "dont nous disposons", "dont on dispose", "en date",
            ].flatMap { word -> [String] in
                let adjective = word + (word.hasSuffix("u") || word.hasSuffix("é") ? feminine : "")
                let price = "derni\(feminine.isEmpty ? "er" : "ère") \(noun) \(adjective)"
                return [price, price + " du bitcoin", price + " pour le bitcoin"]
            }
        }
    }

    /// « aucune tendance nette ne se dégage », « n’a pris aucune direction claire »
    private static var noTrend: [String] {
        let adjectives = [
            "nette", "claire", "marquée", "particulière", "définie", "précise", "évidente", "franche", "affirmée",
            "bien marquée", "bien définie", "bien nette", "vraiment marquée", "très marquée", "bien claire",
            "véritablement marquée", "prononcée", "dominante",
        ]
        let names = ["tendance", "direction", "orientation"].flatMap { name in adjectives.map { "\(name) \($0)" } }
        let ends = [
            "", "ne se dégage", "ne se dessine", "n' apparaît", "n' est visible", "ne ressort", "ne se détache",
            "ne s' est dégagée", "ne s' est dessinée", "n' est apparue", "ne domine", "n' émerge",
        ]
        let verbs = ["prend", "a pris", "montre", "a montré", "suit", "a suivi", "présente", "affiche", "dégage"]
        return names.flatMap { name in
            ends.map { "aucune \(name)\($0.isEmpty ? "" : " ")\($0)" }
                + ["sans", "pas de", "faute de", "en l' absence de", "l' absence de"].map { "\($0) \(name)" }
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
            "inchangé", "inchangée", "le même", "au même niveau", "au même prix", "identique",
            "là où il les avait commencées", "là où il l' avait commencée",
            "exactement là où il les avait commencées", "exactement là où il l' avait commencée",
            "là où il avait commencé", "exactement là où il avait commencé", "exactement là où il était",
            "exactement au même niveau", "là où il a commencé", "à son niveau de départ", "là où il était",
            "revenu à son niveau de départ", "à l' équilibre", "au même point",
        ]
        return hedges.flatMap { hedge in states.map { "\(hedge) \($0)" } } + [
            "à son niveau de départ", "n' a pas vraiment bougé", "ne bouge pas vraiment", "n' a que peu bougé",
            "n' a que peu varié", "n' a bougé que légèrement", "a très peu bougé", "peu évolué", "n' a guère évolué",
            "n' a presque pas évolué", "n' a pas beaucoup varié", "n' a pas beaucoup évolué",
        ]
    }
}
