import Domain

/// The French words that a text may have, and what they mean, with the same rule as ``EnglishPhrases``.
enum FrenchPhrases {
    static let meanings = subjects + predicates + circumstances

    private static let subjects: [Meaning] = [
        // What is spoken of
        Meaning(
            .subject,
            """
            bitcoin, btc, cours, prix, pour acheter un bitcoin, pour s' offrir un bitcoin, pour acquérir un bitcoin, \
            pour s' offrir une unité, pour obtenir un bitcoin, cours du bitcoin, prix du bitcoin, \
            cours de clôture, cours du btc, \
            prix du btc, un bitcoin, valeur du bitcoin, valeur d' un bitcoin, prix d' un bitcoin, \
            cours d' un bitcoin, cryptomonnaie, crypto-monnaie, première cryptomonnaie, première des cryptomonnaies, \
            monnaie numérique, monnaie, actif, actif numérique, jeton, devise numérique, cryptoactif, cours actuel, \
            prix actuel, cours actuel du bitcoin, prix actuel du bitcoin, dernier cours, dernier prix, \
            dernier cours connu, dernier prix connu, dernier cours connu du bitcoin, dernier prix connu du bitcoin, \
            valeur, cotation, cotation du bitcoin, dernière cotation, bitcoins, ce dernier, celui-ci, \
            monnaie virtuelle, cryptodevise, reine des cryptomonnaies, plus grande cryptomonnaie, \
            principale cryptomonnaie, dernière clôture, cours de la cryptomonnaie, prix de la cryptomonnaie, \
            niveau du cours, unité de bitcoin, numéro un des cryptomonnaies, plus connue des cryptomonnaies, \
            reine des cryptos, crypto, principale cryptodevise, plus grosse cryptomonnaie, cours de bourse, \
            prix de marché, \
            cours de marché, première cryptodevise, plus célèbre des cryptomonnaies, devise
            """),
        Meaning(.it, "il, elle, celle-ci, cela, ça, ils, elles"),
        Meaning(
            .market, "échanges, marché, marché du bitcoin, marchés, conditions de marché, situation de marché"),
        Meaning(
            .volatility,
            """
            volatilité, volatilité du bitcoin, volatilité quotidienne, volatilité du cours, volatilité du prix, \
            fluctuations, fluctuations du cours, fluctuations du bitcoin, fluctuations du prix, variations du cours, \
            variations du prix, variations de cours, variations de prix, variations du bitcoin, \
            volatilité journalière, volatilité réalisée, mouvements du cours, mouvements de prix, \
            mouvements de cours, niveau de volatilité, variations, oscillations, écarts de prix, écarts de cours, \
            mouvements, amplitudes, oscillations du cours, volatilité du marché, mouvements de prix du bitcoin, \
            fluctuation, oscillation, turbulences, soubresauts, soubresauts du cours, soubresauts du prix, secousses, \
            remous, à-coups, agitation, nervosité, mouvements du bitcoin
            """),
        Meaning(
            .trend,
            "tendance, direction, tendance générale, orientation, tendance du cours, tendance du marché"),
        Meaning(
            .range,
            """
            fourchette, amplitude, écart, intervalle, plage, fourchette de prix, fourchette de cours, différence, \
            bande, marge, couloir, fourchette quotidienne, fourchette journalière
            """),
        Meaning(
            .low,
            """
            plus bas, le plus bas, la plus basse, minimum, cours le plus bas, point bas, creux, prix le plus bas, \
            cours minimum, prix minimum, valeur minimale, niveau le plus bas, plancher, bas de la journée, \
            point le plus bas, plus bas quotidien, plus bas journalier, descendu jusqu' à, tombé jusqu' à, \
            reculé jusqu' à, baissé jusqu' à, chuté jusqu' à, bas, valeur la plus basse, prix minimal, cours minimal
            """),
        Meaning(
            .high,
            """
            plus haut, le plus haut, le plus élevé, la plus élevée, la plus haute, maximum, cours le plus haut, \
            point haut, sommet, prix le plus haut, pic, cours maximum, prix maximum, cours le plus élevé, \
            prix le plus élevé, valeur maximale, niveau le plus haut, plafond, point le plus haut, haut, \
            valeur la plus élevée, valeur la plus haute, prix maximal, cours maximal, niveau le plus élevé, \
            plus haut quotidien, plus haut journalier, a culminé, culmine, culminait, culminant, culminé, élevé*, \
            plus-haut, monté jusqu' à, grimpé jusqu' à, progressé jusqu' à, allé jusqu' à
            """),
        Meaning(
            .data,
            """
            tableau, données, donnée, données de cours, données horaires, cours horaires, relevés, bougies, \
            valeurs horaires, information, informations, jeu de données, base de données, \
            série de données, \
            prix horaires, données de prix, relevés horaires, couverture, couverture des données, clôtures horaires, \
            heures
            """),
        Meaning(
            .change,
            """
            variation, évolution, performance, changement, mouvement, variation du cours, variation de prix, \
            variation de cours, évolution du cours, évolution du prix, variation nette, rendement
            """),
    ]

    static let neutral = """
        le, la, les, l', un, une, sur, en, dans, dernières, dernière, derniers, dernier, au cours des, au cours de, \
        au cours du, au cours de la, pendant les dernières, pendant la dernière, pendant la journée, durant, son, \
        sa, ses, ce, c', cet, cette, ces, écoulé, écoulée, écoulées, écoulés, pour le bitcoin, lors des, lors de, \
        lors du, lors de la, s', se, ici, en résumé, en clair, en bref, en somme, au total, globalement, \
        dans l' ensemble, en d' autres termes, autrement dit, en chiffres, assez, plutôt, très, relativement, \
        respectivement, aussi, également, période, récent, récente, récents, récentes, actuel, actuelle, passé, \
        passées, précis, exactement, précisément, de sa valeur, de son prix, nous, on, celui, celle, ceux, celles, \
        là, y, niveau, niveaux, seuil, barre, l' ensemble des, l' ensemble, résumé, faits, selon les données, \
        d' après les données, chiffres, à savoir, situation, bilan, en détail, quelques mots, y compris, \
        par ailleurs, espace, terrain, montant, simplement, tout simplement, total, pour un bitcoin, par bitcoin, \
        unité, comme suit, à noter, à noter que, il est à noter que, notez que, notons que, de haut en bas, notons, \
        note, pour résumer, en termes simples, à ce stade, au final, en fin de compte, sur cette période, \
        au même moment, même moment, même heure, à la même heure, d' amplitude, de large, d' écart, \
        sur les heures connues, connu, moment, à court terme, horaire, horaires, en ce qui concerne, concernant, \
        côté, d' après les dernières données, selon les dernières données, d' après les données disponibles, \
        selon les données disponibles, sur la base des données disponibles, l' analyse, analyse, d' une part, \
        d' autre part, entre-temps, pour rappel, pour mémoire, à titre de comparaison, à titre indicatif, \
        pour information, en valeur absolue, en pourcentage, les données montrent que, les données montrent, \
        les chiffres montrent que, données montrent que, en termes de, à l' heure actuelle, l' heure actuelle, \
        propre, du coup d' œil, en un coup d' œil, au cours de ces, ces dernières, de données, d' un coup d' œil, \
        bref, effectivement, chiffre, dans les données, des données, pour déterminer, pour établir, \
        pour en dire plus, pour en dire davantage, \
        pour calculer, pour savoir si le cours a monté ou baissé, \
        pour dire si le cours a monté ou baissé, pour savoir si le cours a augmenté ou diminué, pour dégager, \
        pour juger, l' instant, zone, autour, d' après, selon, toutes deux, tous deux, toutes les deux, tous les deux, \
        à la fois, glissantes, glissants, glissant, glissante, à dégager, à déterminer, à établir, à calculer, \
        à mesurer, à évaluer, pour évaluer, pour mesurer, pour estimer, pour conclure, de dégager, de déterminer, \
        de calculer, de mesurer, d' évaluer, d' établir, sur la période, pour sa part, de son côté, \
        pour ce qui est de, s' agissant de, à propos de, concrètement, en définitive, somme toute, dans le détail, \
        plus précisément, à l' unité, à l' échelle de, à l' échelle d', selon les derniers relevés, \
        d' après les derniers relevés, selon les dernières informations, présentées ici, affichées ici, au fil de, \
        au fil des, en tout, bonjour, bonsoir, attention
        """

    static let numbers: [String: Int] = [
        "zéro": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
        "sept": 7, "huit": 8,
        "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15,
        "seize": 16,
        "dix-sept": 17, "dix-huit": 18, "dix-neuf": 19, "vingt": 20, "vingt et un": 21,
        "vingt et une": 21,
        "vingt-deux": 22, "vingt-trois": 23, "vingt-quatre": 24,
    ]

    static let multiples: [String: Double] = [
        "moitié": 0.5, "double": 2, "deux fois": 2, "triple": 3, "trois fois": 3,
        "une fois et demie": 1.5, "trois fois et demie": 3.5, "deux fois et quart": 2.25, "doublé": 2, "triplé": 3,
        "deux fois et demie": 2.5, "quatre fois": 4, "cinq fois": 5, "les deux tiers de": 0.667,
        "les trois quarts de": 0.75,
    ]

    static let fractions: [String: Double] = [
        "un dixième": 0.1, "un tiers": 1.0 / 3, "un quart": 0.25, "un cinquième": 0.2, "un sixième": 1.0 / 6,
        "deux tiers": 2.0 / 3,
        "trois quarts": 0.75, "deux cinquièmes": 0.4, "trois cinquièmes": 0.6, "quatre cinquièmes": 0.8,
        "cinq sixièmes": 5.0 / 6,
    ]
    static let points: Set = ["point", "points", "point de pourcentage", "points de pourcentage"]

    static let months = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
        "novembre",
        "décembre",
    ]
    static let percent: Set = ["pour cent", "pourcent"]
    static let currencies: [String: Quote] = [
        "dollars": .usd, "dollar": .usd, "dollars américains": .usd, "usd": .usd, "euros": .eur,
        "euro": .eur,
        "dollars us": .usd,
    ]
    static let terms: [String: Quote] = [
        "en dollars": .usd, "face au dollar": .usd, "contre le dollar": .usd, "contre dollar": .usd,
        "en euros": .eur,
        "face à l' euro": .eur, "contre l' euro": .eur, "contre euro": .eur,
    ]
    static let hours: Set = ["heures", "heure", "h"]
    static let days: Set = ["jours", "jour", "j"]
}
