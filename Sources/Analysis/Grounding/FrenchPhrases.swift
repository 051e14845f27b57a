/// The French words that a text may have, and what they mean.
enum FrenchPhrases {
    static let all: [(TextToken.Symbol, [String])] = [
        (
            .subject,
            [
                "bitcoin", "btc", "il", "cours", "prix", "cours du bitcoin", "prix du bitcoin", "cours de clôture",
                "son cours", "son prix",
                "un bitcoin", "valeur du bitcoin", "sa valeur", "ce dernier", "celui-ci",
                "cryptomonnaie", "marché", "monnaie", "cours actuel", "prix actuel",
                "cours actuel du bitcoin",
            ]
        ),
        (
            .be,
            [
                "est", "était", "sont", "étaient", "a", "ont", "a été", "est de", "était de", "est restée", "est resté",
                "reste", "restait", "ressort", "montre", "s' établit", "s' élève", "s' élevait", "ressortait", "avait",
                "atteint", "atteignait", "s' établissait", "est en", "était en", "s' inscrit", "s' affiche", "se situe",
                "représente", "représentait", "affiche", "a affiché", "enregistre", "accuse", "se monte",
            ]
        ),
        (
            .trade,
            [
                "vaut", "valait", "s' échange", "s' échangeait", "se négocie", "se négociait", "cote", "cotait",
                "coûte", "coûtait", "se traite", "se paie", "clôture", "a clôturé", "évolue", "évoluait", "a évolué",
                "a fluctué", "est coté", "était coté", "s' est négocié", "s' est échangé", "s' est traité", "se vend",
            ]
        ),
        (.at, ["à", "aux alentours de"]), (.of, ["de", "d'", "du", "des", "parmi les", "sur les"]),
        (.from, ["depuis"]), (.and, ["et"]), (.between, ["entre"]),
        (.wide, ["d' amplitude", "de large", "d' écart"]),
        (
            .up,
            [
                "en hausse", "hausse", "gagne", "gagné", "a gagné", "monte", "monté", "a monté", "est monté",
                "progresse",
                "progressé", "a progressé", "augmente", "augmenté", "a augmenté", "prend", "a pris", "pris", "grimpe",
                "a grimpé", "grimpé", "gain", "progression", "s' apprécie", "s' est apprécié", "avance",
                "est en hausse",
                "bondit", "a bondi", "s' envole", "s' est envolé",
            ]
        ),
        (
            .down,
            [
                "en baisse", "baisse", "perd", "perdu", "a perdu", "recule", "reculé", "a reculé", "cède", "cédé",
                "a cédé", "baissé", "a baissé", "chute", "a chuté", "chuté", "diminue", "a diminué", "diminué", "perte",
                "recul", "repli", "en repli", "en recul", "descend", "est descendu", "abandonne", "a abandonné",
                "lâche", "a lâché", "se replie", "s' est replié", "est en baisse", "se déprécie", "s' est déprécié",
                "fléchit", "a fléchi", "plonge", "a plongé", "s' effondre", "s' est effondré", "dégringole",
            ]
        ),
        (.flat, ["inchangé", "quasi inchangé", "presque inchangé", "quasiment inchangé", "à peine changé"]),
        (.change, ["variation", "évolution", "performance", "a varié"]),
        (
            .ranged,
            [
                "oscille", "a oscillé", "oscillait", "fluctue", "avoir évolué", "avoir oscillé", "variait", "va",
                "allait",
                "est allé", "allant", "compris", "comprise", "comprises", "est compris", "est resté compris",
            ]
        ),
        (.range, ["fourchette", "amplitude", "écart", "intervalle", "plage"]),
        (
            .low,
            [
                "plus bas", "minimum", "le plus bas", "plus bas du jour", "faible", "bas", "cours le plus bas",
                "point bas", "creux", "basse", "prix le plus bas", "son plus bas",
            ]
        ),
        (
            .high,
            [
                "plus haut", "maximum", "le plus haut", "plus haut du jour", "élevée", "forte", "haut",
                "cours le plus haut", "point haut", "sommet", "prix le plus haut", "son plus haut", "pic",
                "cours le plus élevé", "prix le plus élevé",
            ]
        ),
        (.middle, ["normale", "ordinaire", "moyenne", "modérée", "habituelle"]),
        (.volatility, ["volatilité", "volatilité du bitcoin", "sa volatilité", "volatilité quotidienne", "elle"]),
        (
            .usual,
            [
                "d' habitude", "habituellement", "normalement", "en temps normal", "à la normale",
                "à son niveau habituel",
                "niveau habituel", "son niveau habituel", "volatilité habituelle", "que d' habitude", "à l' habitude",
                "d' ordinaire", "de son niveau habituel", "la normale", "de la normale", "à sa valeur habituelle",
                "de sa valeur habituelle", "sa valeur habituelle", "valeur habituelle", "que la normale", "normale",
                "qu' à l' habitude", "du niveau habituel", "de l' habitude", "l' habitude", "niveau normal",
                "de son niveau normal", "à l' ordinaire",
            ]
        ),
        (
            .below,
            [
                "inférieure", "sous", "en dessous", "au-dessous", "moins", "en dessous de", "moins élevée",
                "plus faible",
                "au-dessous de", "moins forte", "plus basse", "en deçà",
            ]
        ),
        (
            .above,
            [
                "supérieure", "au-dessus", "au-dessus de", "plus élevée", "plus forte", "plus", "au-delà",
            ]
        ),
        (.near, ["proche", "près", "conforme", "voisine"]),
        (.against, ["contre", "comparé à", "comparée à", "pour", "par rapport à", "face à"]),
        (.trend, ["tendance", "direction"]),
        (.bullish, ["haussière", "nette hausse", "à la hausse"]),
        (.bearish, ["baissière", "nette baisse", "à la baisse"]),
        (
            .stable,
            [
                "stable", "sans direction nette", "sans tendance nette", "ne montre pas de direction nette",
                "pas de direction nette", "aucune direction nette", "aucune tendance nette", "aucune tendance",
                "sans tendance",
                "aucune tendance nette ne se dégage", "aucune direction nette ne se dégage", "pas de tendance nette",
                "neutre", "latérale",
                "globalement stable", "relativement stable",
            ]
        ),
        (.insufficient, ["données ne suffisent pas pour dégager une direction"]),
        (
            .missing,
            [
                "manque", "manquent", "manquant", "manquante", "manquantes", "inconnue", "inconnues", "il manque",
                "absente", "absentes", "font défaut", "fait défaut", "indisponibles", "indisponible",
            ]
        ),
        (.known, ["connue", "connues", "disponible", "disponibles"]),
        (.data, ["données", "donnée", "données de cours"]),
        (.only, ["n' est connue qu' en", "ne sont connues qu' en"]),
        (.disputed, ["écartée faute d' accord entre les sources", "écartées faute d' accord entre les sources"]),
        (.unbelievable, ["écarté comme non crédible"]), (.later, ["plus tard"]), (.then, ["depuis"]),
        (.hour, ["plus fort mouvement d' une heure"]), (.newest, ["dernier cours connu", "cours le plus récent"]),
        (.old, ["date d' il y a", "remonte à"]),
        (.market, ["un tel marché"]), (.closed, ["a clôturé"]), (.inFourOfFive, ["dans quatre cas sur cinq"]),
        (.slight, ["légèrement", "un peu", "faiblement", "légère", "modérément", "modeste", "léger", "à peine"]),
        (.strong, ["fortement", "nettement", "nette", "net", "sensiblement", "bien", "largement"]),
        (
            .about,
            [
                "environ", "près de", "près d'", "d' environ", "de quelque", "autour de", "à peu près", "quelque",
                "aux alentours de", "approximativement",
            ]
        ),
        (.over, ["plus de", "plus d'"]),
        (.under, ["moins de", "moins d'", "presque", "pas tout à fait"]),
        (
            .day,
            [
                "par jour", "en un jour", "un jour", "jour", "journée", "dernière journée", "d' un jour",
                "vingt-quatre heures", "dernières vingt-quatre heures", "du jour", "de la journée", "en une journée",
                "sur un jour", "sur une journée", "quotidienne", "de la dernière journée",
                "vingt-quatre dernières heures",
            ]
        ),
        (.week, ["semaine", "une semaine", "sept jours", "dernière semaine"]),
        (.than, ["que", "qu'"]), (.ago, ["plus tôt", "auparavant"]), (.since, ["il y a"]),
        (
            .comma,
            ["tandis que", "tandis qu'", "alors que", "alors qu'", "mais", "avec", "après", "et", "soit"]
        ),
    ]

    /// Words without a meaning for the check.
    static let fillers: Set = [
        "le", "la", "les", "l'", "un", "une", "sur", "en", "dans", "dernières", "dernière", "derniers", "dernier",
        "au cours des", "au cours de", "au cours du", "au", "aux", "pendant", "durant", "son", "sa", "ses", "ce", "c'",
        "cette", "actuellement", "pour le bitcoin", "écoulée", "écoulées",
    ]

    /// Of a large change.
    static let strongWords: Set = [
        "bondit", "a bondi", "s' envole", "s' est envolé", "grimpe", "a grimpé", "chute", "a chuté", "chuté", "plonge",
        "a plongé", "s' effondre", "s' est effondré", "dégringole",
    ]
    /// Of each day, not of the last one.
    static let rates: Set = ["par jour", "quotidienne"]

    static let numbers: [String: Int] = [
        "zéro": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
        "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
        "dix-sept": 17, "dix-huit": 18, "dix-neuf": 19, "vingt": 20, "vingt et un": 21, "vingt et une": 21,
        "vingt-deux": 22, "vingt-trois": 23, "vingt-quatre": 24,
    ]

    static let months = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ]
    static let percent = ["pour cent", "pourcent"]
    static let dollars = ["dollars", "dollar", "dollars américains", "usd"]
    static let hours: Set = ["heures", "heure", "h"]
    static let days: Set = ["jours", "jour", "j"]
}
