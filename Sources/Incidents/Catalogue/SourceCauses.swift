import Domain
import Health

extension CauseEntry {
    /// A cause that concerns one source: found in its runs, critical only when no other source returned data, and not
    /// reported while all sources fail for a common reason.
    /// - Parameter repair: what the service does automatically, where that is more than using the other sources.
    static func source(
        _ cause: Cause, repair: Phrase = otherSourcesUsed, remedy: Phrase,
        repairAlone: Phrase = nextRunTries, remedyAlone: Phrase = allFail,
        command: String = "bitcoin-analyzer doctor --online",
        lesson: Phrase
    ) -> CauseEntry {
        CauseEntry(
            cause, .everywhere, .recorded, noticedBy: .oldData,
            effect: Phrase(
                "No prices or news from this source; if no other source responds, the data shown is getting stale.",
                fr:
                    "Plus de cours ni d’articles de cette source\u{A0}; si aucune autre ne répond, les données "
                    + "affichées ne sont plus à jour."
            ),
            signs: { $0.signs(ofSource: cause) },
            followsFrom: [.networkDown, .dnsFailure, .tlsFailure, .clockSkew, .descriptorsExhausted],
            checks: [.database], proof: .run, repair: repair, repairAlone: repairAlone, remedy: remedy,
            remedyAlone: remedyAlone, command: command, lesson: lesson)
    }

    private static let nextRunTries = Phrase(
        "No other source takes over: the next run asks all of them again, and fills the missing hours once one "
            + "responds.",
        fr:
            "Aucune autre source ne prend le relais\u{A0}: la collecte suivante les interroge toutes de nouveau, et "
            + "complète les heures manquantes dès que l’une répond.")

    private static let allFail = Phrase(
        "No source of this kind responds: test all of them now, check the network of this host, and add a source of "
            + "another company to PRICE_SOURCES or NEWS_FEEDS.",
        fr:
            "Aucune source de ce type ne répond\u{A0}: testez-les toutes maintenant, vérifiez le réseau de cette "
            + "machine, et ajoutez une source d’une autre société à PRICE_SOURCES ou à NEWS_FEEDS.")

    private static let otherSourcesUsed = Phrase(
        "The other sources are used instead, in the order of the settings.",
        fr: "Les autres sources prennent le relais, dans l’ordre des réglages.")

    /// The source refuses this host: 403, 451.
    static let sourceBlocked = CauseEntry.source(
        .sourceBlocked,
        remedy: Phrase(
            "The source refuses this host or its country. Put another source first in PRICE_SOURCES or NEWS_FEEDS, "
                + "then check all sources.",
            fr:
                "La source refuse cette machine ou son pays. Placez une autre source en tête de PRICE_SOURCES ou de "
                + "NEWS_FEEDS, puis vérifiez toutes les sources."
        ),
        lesson: Phrase(
            "Never depend on a single source. Prefer published APIs and feeds to scraped pages.",
            fr:
                "Ne jamais dépendre d’une seule source. Préférer les API et les flux publiés à l’extraction de pages "
                + "web."
        ))

    /// The source limits the number of requests: 429, `Retry-After`.
    static let sourceRateLimited = CauseEntry.source(
        .sourceRateLimited,
        repair: Phrase(
            "The source is not requested again before the delay that it asked for, by any run or host; the other "
                + "sources are used instead.",
            fr:
                "Aucune collecte, sur aucune machine, n’interroge plus la source pendant le délai qu’elle demande\u{A0}; "
                + "les autres prennent le relais."
        ),
        remedy: Phrase(
            "Increase COLLECT_EVERY, or wait until the limit is lifted, then check the sources.",
            fr: "Augmentez COLLECT_EVERY, ou attendez la levée de la limite, puis vérifiez les sources."),
        lesson: Phrase(
            "Stay below the limits that each source publishes, and collect from one host only.",
            fr: "Rester sous les limites publiées par chaque source, et ne collecter que depuis une seule machine."))

    /// The source returns a captcha page.
    static let sourceChallenge = CauseEntry.source(
        .sourceChallenge,
        remedy: Phrase(
            "Replace the source in PRICE_SOURCES or NEWS_FEEDS by one that accepts programs, then check all sources.",
            fr:
                "Remplacez la source dans PRICE_SOURCES ou NEWS_FEEDS par une autre qui accepte les programmes, puis "
                + "vérifiez toutes les sources."
        ),
        lesson: Phrase(
            "Do not use pages behind a captcha. Use the publisher’s feed, or another publisher.",
            fr: "Ne pas utiliser de page protégée par un captcha. Utiliser le flux de l’éditeur, ou un autre éditeur."))

    /// The address asks for a login, or something on the way does: a captive portal, an expired subscription.
    static let sourceLoginPage = CauseEntry.source(
        .sourceLoginPage,
        remedy: Phrase(
            "Open the address of the source in a browser: use one that serves data without a login, and if every "
                + "address shows the same page, log this host in to its network. Then check all sources.",
            fr:
                "Ouvrez l’adresse de la source dans un navigateur\u{A0}: utilisez-en une qui sert les données sans "
                + "connexion et, si toutes les adresses affichent la même page, connectez cette machine à son réseau. "
                + "Vérifiez ensuite toutes les sources."
        ),
        lesson: Phrase(
            "Use the public feeds and APIs of a source, which need no account.",
            fr: "Utiliser les flux et les API publics d’une source, qui n’exigent pas de compte."))

    /// The source does not respond, or responds with an error.
    static let sourceDown = CauseEntry.source(
        .sourceDown,
        remedy: Phrase(
            "No action is needed while other sources respond. Test the source now.",
            fr: "Aucune action n’est nécessaire tant que d’autres sources répondent. Testez la source maintenant."),
        lesson: Phrase(
            "Configure at least two sources of each kind, from different companies.",
            fr: "Configurer au moins deux sources de chaque type, de sociétés différentes."))

    /// The response cannot be parsed.
    static let sourceMalformed = CauseEntry.source(
        .sourceMalformed,
        remedy: Phrase(
            "If it persists, the source may have changed its format: install a newer version of Bitcoin Analyzer. Test "
                + "the source now.",
            fr:
                "Si l’erreur persiste, la source a peut-être changé de format\u{A0}: installez une version plus "
                + "récente de Bitcoin Analyzer. Testez la source maintenant."
        ),
        lesson: Phrase(
            "Formats change without notice. Configure several sources, and keep Bitcoin Analyzer up to date.",
            fr: "Les formats changent sans préavis. Configurer plusieurs sources, et tenir Bitcoin Analyzer à jour."))

    /// The source returns old data or none.
    static let sourceStale = CauseEntry.source(
        .sourceStale,
        remedy: Phrase(
            "No action is needed while other sources respond. Check the status page of the source, then test it.",
            fr:
                "Aucune action n’est nécessaire tant que d’autres sources répondent. Consultez la page d’état de la "
                + "source, puis testez-la."
        ),
        lesson: Phrase(
            "Judge freshness by the time in the data, never by the time of the response.",
            fr: "Juger la fraîcheur à l’heure des données, jamais à celle de la réponse."))

    private static let majorityIsKept = Phrase(
        "Hours on which most sources agree are kept from one of them; the others are marked doubtful.",
        fr: "Les heures sur lesquelles la plupart des sources s’accordent sont reprises de l’une d’elles\u{A0}; les "
            + "autres sont marquées douteuses.")

    private static let compareSource = Phrase(
        "Compare the source with a chart of its own site; if it stays apart, take it out of PRICE_SOURCES. Once it has "
            + "corrected its prices, ask for the hours again with bitcoin-analyzer collect --refetch FROM..TO.",
        fr:
            "Comparez la source au graphique de son propre site\u{A0}; si l’écart persiste, retirez-la de PRICE_SOURCES. "
            + "Quand elle aura corrigé ses cours, redemandez ces heures par bitcoin-analyzer collect --refetch "
            + "DÉBUT..FIN.")

    /// The prices of the source are too far from those of the others.
    static let sourceDisagrees = CauseEntry.source(
        .sourceDisagrees, repair: majorityIsKept, remedy: compareSource, repairAlone: majorityIsKept,
        remedyAlone: compareSource, command: "bitcoin-analyzer status; bitcoin-analyzer doctor --online",
        lesson: Phrase(
            "A price from one source is a claim: compare it with a second, and let a third decide.",
            fr: "Le cours d’une seule source est une affirmation\u{A0}: le comparer à une deuxième, et laisser une "
                + "troisième trancher."))
}

extension Observation {
    /// Sources that fail in the way of this cause, or return stale data. What was seen in one run only, while others
    /// responded, may be chance.
    fileprivate func signs(ofSource cause: Cause) -> [Sign] {
        let failing = signs(.everywhere) { problem in
            if case .source(let source) = problem { source.cause == cause } else { false }
        }.map { sign in
            var sign = sign
            let problems = sign.findings.compactMap { finding -> SourceProblem? in
                if case .source(let source)? = finding.problem { source } else { nil }
            }
            sign.isConfirmed = sign.severity == .critical || problems.contains(where: \.isRepeated)
            if sign.severity == .critical {
                sign.effect =
                    sign.place.subject == SourceReport.Part.news.rawValue
                    ? Phrase(
                        "No feed returns articles: the news shown is getting stale.",
                        fr: "Aucun flux ne renvoie d’articles\u{A0}: les actualités affichées ne sont plus à jour.")
                    : Phrase(
                        "No source returns prices: the data shown is getting stale.",
                        fr: "Aucune source ne renvoie de cours\u{A0}: les données affichées ne sont plus à jour.")
            }
            if sign.severity == .warning, let used = problems.first?.usedInstead {
                sign.effect =
                    used.isEmpty
                    ? Phrase(
                        "Which price is right is not known: the hours are marked doubtful.",
                        fr: "On ne sait pas quel cours est juste\u{A0}: les heures sont marquées douteuses.")
                    : Phrase("No data is missing: ", fr: "Aucune donnée ne manque\u{A0}: ") + used.areUsedInstead
                        + Phrase(verbatim: ".")
            }
            return sign
        }
        guard cause == .sourceStale else { return failing }
        return failing + signs(.everywhere) { $0 == .stale(collected: true) }.map(\.unconfirmed)
    }
}

extension SourceProblem {
    /// The cause, where it is that of this source alone.
    var cause: Cause {
        switch certificate {
        case .expired?: .tlsExpired
        case .otherName?: .tlsNameMismatch
        case nil: Cause(ofSource: kind)
        }
    }
}

extension Cause {
    /// The cause of a source that returned nothing, where it is that of this source alone.
    init(ofSource kind: ErrorKind) {
        switch kind {
        case .dns: self = .dnsFailure
        case .tls: self = .tlsFailure
        case .loginPage: self = .sourceLoginPage
        case .connect, .timeout, .httpStatus, .maintenance: self = .sourceDown
        case .blocked: self = .sourceBlocked
        case .rateLimited: self = .sourceRateLimited
        case .challenge: self = .sourceChallenge
        case .tooLarge, .malformed, .unexpectedShape: self = .sourceMalformed
        case .stale, .empty: self = .sourceStale
        case .disagrees: self = .sourceDisagrees
        case .auth: self = .configurationInvalid
        case .database: self = .databaseUnreachable
        case .disk: self = .diskFull
        default: self = .sourceDown
        }
    }
}
