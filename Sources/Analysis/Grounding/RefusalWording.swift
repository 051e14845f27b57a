package import Domain

/// Reasons of refusals in the reader's language. They are recorded in English, which a language model is told, too.
package enum RefusalWording {
    /// The reason in both languages; one that is not known stays as it is.
    package static func phrase(_ reason: String) -> Phrase {
        // What is withheld is so in the reader's words, too.
        if let mark = reason.firstRange(of: ModelCall.withheldMark) {
            let (before, after) = (phrase(String(reason[..<mark.lowerBound])), String(reason[mark.upperBound...]))
            return before + Phrase(ModelCall.withheldMark, fr: "[masqué]") + phrase(after)
        }
        for (english, french) in texts {
            if let values = values(of: english, in: reason) { return Phrase(reason, fr: filled(french, values)) }
        }
        return Phrase(verbatim: reason)
    }

    /// Whether a reason has words in both languages.
    static func isKnown(_ reason: String) -> Bool { texts.contains { values(of: $0.0, in: reason) != nil } }

    /// What stands at each `*` of a pattern; `nil` where the text is another one.
    private static func values(of pattern: String, in text: String) -> [Substring]? {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard let first = parts.first, text.hasPrefix(first) else { return nil }
        var (values, rest) = ([Substring](), text[...].dropFirst(first.count))
        for (index, part) in parts.enumerated().dropFirst() {
            if index == parts.count - 1 {
                guard rest.hasSuffix(part) else { return nil }
                values.append(rest.dropLast(part.count))
                rest = ""
            } else {
                guard let next = rest.firstRange(of: part) else { return nil }
                values.append(rest[..<next.lowerBound])
                rest = rest[next.upperBound...]
            }
        }
        return rest.isEmpty ? values : nil
    }

    private static func filled(_ pattern: String, _ values: [Substring]) -> String {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        return parts.enumerated().reduce(into: "") { text, part in
            if part.offset > 0 {
                let value = values.indices.contains(part.offset - 1) ? String(values[part.offset - 1]) : ""
                text += names[value] ?? value
            }
            text += part.element
        }
    }

    /// What a number is compared with.
    private static let names: [String: String] = [
        "the price": "le cours", "the price before": "le cours d’avant", "the price then": "le cours d’alors",
        "the price since then": "le cours depuis", "the change": "la variation",
        "the change since then": "la variation depuis", "the low": "le plus bas", "the high": "le plus haut",
        "the range": "l’amplitude", "the volatility": "la volatilité",
        "the usual volatility": "la volatilité habituelle",
        "the multiple of the usual volatility": "le multiple de la volatilité habituelle",
        "the share of the usual volatility": "la part de la volatilité habituelle",
        "the difference from the usual volatility": "l’écart avec la volatilité habituelle",
        "the multiple of the other change": "le multiple de l’autre variation",
        "the distance from the price": "la distance au cours",
        "the 80 % range": "l’intervalle à 80\u{A0}%", "the largest move": "le plus fort mouvement",
        "the distance from the low": "la distance au plus bas",
        "the distance from the high": "la distance au plus haut",
        "English": "anglais", "French": "français", "trend": "la tendance (trend)",
        "volatility": "la volatilité (volatility)",
    ]

    /// `*` stands for what differs. The first pattern that fits counts, so that those with more words come first.
    private static let texts: [(String, String)] = answers + directions + places + hours + unknowns + words

    private static let answers = [
        ("it is not the JSON object that was asked for", "ce n’est pas l’objet JSON demandé"),
        ("the JSON is cut off before its end", "le JSON est coupé avant la fin"),
        ("the text is not JSON", "le texte n’est pas du JSON"),
        ("'*' is missing in the JSON", "«\u{A0}*\u{A0}» est absent du JSON"),
        (
            "'*' in the JSON is not of the type that was asked for",
            "«\u{A0}*\u{A0}» n’est pas du type demandé dans le JSON"
        ),
        ("'*' is in the JSON more than once", "«\u{A0}*\u{A0}» figure plus d’une fois dans le JSON"),
        ("* must be unknown", "* doit être «\u{A0}unknown\u{A0}»"),
        ("it must have one or two sentences", "il faut une ou deux phrases"),
        ("facts must be the names in the text", "facts doit contenir les noms présents dans le texte"),
        ("a sentence must have 1 to * characters", "une phrase doit avoir de 1 à *\u{A0}caractères"),
        ("a name in braces is not one of the facts", "un nom entre accolades ne désigne aucun fait"),
        ("it must not contain digits", "le texte ne doit contenir aucun chiffre"),
        ("it must not contain markup or addresses", "le texte ne doit contenir ni balise ni adresse"),
        (
            "each text must be one sentence that ends with a full stop",
            "chaque texte doit être une seule phrase terminée par un point"
        ),
        ("a sentence must begin with a word that has a capital", "une phrase doit commencer par une majuscule"),
        ("it must not contain numbers in words", "le texte ne doit contenir aucun nombre en lettres"),
        (
            "a change needs its direction, as the facts have it",
            "une variation doit indiquer son sens, tel que dans les faits"
        ),
        ("the text has more than * characters", "le texte dépasse *\u{A0}caractères"),
        ("the text says nothing", "le texte ne dit rien"),
    ]

    private static let directions = [
        ("the change is a fall", "la variation est une baisse"),
        ("the change is a rise", "la variation est une hausse"),
        ("it has no one direction", "le sens n’est pas unique"),
        ("the price has hardly changed", "le cours a à peine varié"),
        ("the direction is the other one", "le sens est inversé"),
        ("the change is not so strong", "la variation n’est pas aussi forte"),
        ("the change is not strong", "la variation n’est pas forte"),
        ("the change is not slight", "la variation n’est pas légère"),
        ("the change has the other sign", "la variation a le signe opposé"),
        ("the change has the other direction", "la variation va dans l’autre sens"),
        ("the change has no direction", "le sens de la variation manque"),
        ("a signed number has no direction beside it", "un nombre signé se passe de sens à côté"),
        ("the price has changed by * %", "le cours a varié de *\u{A0}%"),
        ("the price has not passed that", "le cours n’a pas franchi ce niveau"),
        ("the volatility is not so", "la volatilité n’est pas celle-là"),
        ("the volatility is not below the usual one", "la volatilité n’est pas inférieure à l’habituelle"),
        ("the volatility is not above the usual one", "la volatilité n’est pas supérieure à l’habituelle"),
        ("the volatility is not near the usual one", "la volatilité n’est pas proche de l’habituelle"),
        ("the difference is not slight", "l’écart n’est pas léger"),
        ("the difference is not large", "l’écart n’est pas important"),
        ("the difference is not clear", "l’écart n’est pas net"),
        ("the trend is not so", "la tendance n’est pas celle-là"),
        ("a multiple is not below", "un multiple ne peut pas être en dessous"),
        ("it is no share", "ce n’est pas une proportion"),
        ("it compares nothing", "la comparaison ne porte sur rien"),
        ("it has no number", "le nombre manque"),
        (
            "the change of the week is not so to that of the day",
            "la variation de la semaine n’a pas ce rapport avec celle du jour"
        ),
        ("the range is not narrow", "la fourchette n’est pas étroite"),
        ("the range is not wide", "la fourchette n’est pas large"),
    ]

    private static let places =
        [("the low", "du plus bas", "au plus bas"), ("the high", "du plus haut", "au plus haut")].flatMap {
            name, of, at in
            [
                ("the price is not at \(name)", "le cours n’est pas \(at)"),
                ("the price is not near \(name)", "le cours n’est pas proche \(of)"),
                ("the price is not below \(name)", "le cours n’est pas au-dessous \(of)"),
                ("the price is not above \(name)", "le cours n’est pas au-dessus \(of)"),
                ("the price is farther from \(name)", "le cours est plus éloigné \(of)"),
                ("\(name) is not reached so", "on n’arrive pas ainsi \(at)"),
            ]
        } + [
            (
                "the price is not in that part of the range",
                "le cours n’est pas dans cette partie de la fourchette"
            ),
            ("the price is not in the middle", "le cours n’est pas au milieu"),
            ("the price is not there", "le cours n’est pas là"),
            ("the price is closer to the other one", "le cours est plus proche de l’autre"),
            ("the distance is not small", "la distance n’est pas faible"),
            ("the distance is not large", "la distance n’est pas grande"),
            (
                "'*' is not the price, the low or the high",
                "«\u{A0}*\u{A0}» n’est ni le cours, ni le plus bas, ni le plus haut"
            ),
        ]

    private static let hours = [
        ("the facts are of 24 hours", "les faits portent sur 24\u{A0}heures"),
        ("the horizon is 24 hours", "l’horizon est de 24\u{A0}heures"),
        ("a number of hours is a whole one", "un nombre d’heures est entier"),
        ("the number of hours is not known", "le nombre d’heures est inconnu"),
        ("that number of hours is not known", "ce nombre d’heures est inconnu"),
        ("it is 1 hours", "il s’agit d’une heure"),
        ("it is * hours", "il s’agit de *\u{A0}heures"),
        ("1 hours are missing", "il manque une heure"),
        ("* hours are missing", "il manque *\u{A0}heures"),
        ("the data is not incomplete", "les données sont complètes"),
        ("the time is not that of the price", "le moment n’est pas celui du cours"),
        ("'*' is not the time of the facts", "«\u{A0}*\u{A0}» n’est pas la période des faits"),
        ("it was not then", "ce n’était pas à ce moment"),
        ("the price is not of now", "le cours n’est pas celui de maintenant"),
        ("the price is not so old", "le cours n’est pas aussi ancien"),
        ("the price is not old", "le cours n’est pas ancien"),
    ]

    private static let unknowns = [
        ("what will be is not known", "l’avenir est inconnu"),
        ("what the price is doing now is not known", "on ignore ce que fait le cours en ce moment"),
        ("that change is not known", "cette variation est inconnue"),
        ("the range is not known", "la fourchette est inconnue"),
        ("the usual volatility is not known", "la volatilité habituelle est inconnue"),
        ("the trend is known", "la tendance est connue"),
        ("that is not known", "cela est inconnu"),
        ("that is known", "cela est connu"),
        ("no such price was left out", "aucun cours de ce genre n’a été écarté"),
        ("* is not known", "valeur inconnue\u{A0}: *"),
        ("* has no number", "valeur absente\u{A0}: *"),
    ]

    private static let words = [
        ("a price has no sign", "un cours n’a pas de signe"),
        ("one statement has two subjects", "une affirmation a deux sujets"),
        ("the sentence has no statement", "la phrase n’affirme rien"),
        ("nothing is said of what was named", "rien n’est dit de ce qui est nommé"),
        ("nothing is said of '*'", "rien n’est dit de «\u{A0}*\u{A0}»"),
        (
            "no statement about the facts begins with '*'",
            "aucune affirmation sur les faits ne commence par «\u{A0}*\u{A0}»"
        ),
        ("character U+* is not allowed", "le caractère U+* n’est pas permis"),
        ("'*' is no distance", "«\u{A0}*\u{A0}» n’est pas une distance"),
        (
            "'*' is not a word that the facts can support",
            "«\u{A0}*\u{A0}» n’est pas un mot que les faits peuvent confirmer"
        ),
        ("'*' is not expected", "«\u{A0}*\u{A0}» n’est pas attendu"),
        ("'*' has no reading there", "«\u{A0}*\u{A0}» n’a pas de sens à cet endroit"),
        ("'*' has no direction", "le sens manque pour «\u{A0}*\u{A0}»"),
        (
            "'*' is ambiguous: in French a comma begins the decimals, and spaces separate thousands",
            "«\u{A0}*\u{A0}» est ambigu\u{A0}: la virgule précède les décimales, et les milliers sont séparés par des espaces"
        ),
        (
            "'*' is ambiguous: in English a point begins the decimals, and commas separate thousands",
            "«\u{A0}*\u{A0}» est ambigu\u{A0}: en anglais, le point précède les décimales, et les milliers sont séparés par "
                + "des virgules"
        ),
        (
            "'*' is not written as numbers are in *",
            "«\u{A0}*\u{A0}» n’est pas écrit comme un nombre en *"
        ),
        ("'*' is not a number", "«\u{A0}*\u{A0}» n’est pas un nombre"),
        ("'*' is not in *", "«\u{A0}*\u{A0}» n’est pas en *"),
        ("'*' is not *", "«\u{A0}*\u{A0}» n’est pas exact pour *"),
        ("* must be *", "* doit être «\u{A0}*\u{A0}»"),
    ]
}
