import Domain
import Health

extension CauseEntry {
    /// A cause that concerns the language model: the built-in analyst writes meanwhile.
    private static func model(_ cause: Cause, remedy: Phrase, lesson: Phrase, followsFrom: Set<Cause> = [])
        -> CauseEntry
    {
        CauseEntry(
            cause, .everywhere, .recorded, noticedBy: [.analysis],
            effect: Phrase(
                "The built-in analyst writes the analysis; prices, news and numbers are not affected.",
                fr:
                    "L’analyste intégré rédige l’analyse\u{A0}; les cours, les actualités et les chiffres ne sont pas "
                    + "touchés."),
            signs: { observation in
                observation.signs(.everywhere) {
                    if case .languageModel(let outcome) = $0 { outcome.cause == cause } else { false }
                }
            },
            followsFrom: followsFrom, checks: [.languageModel], proof: .success,
            repair: Phrase(
                "The built-in analyst takes over, and the model is asked again later.",
                fr: "L’analyste intégré prend le relais, et le modèle est interrogé de nouveau plus tard."),
            remedy: remedy, command: "bitcoin-analyzer ai", lesson: lesson)
    }

    /// Most texts of a day refused, or a range that holds too rarely.
    static let aiDegraded = CauseEntry(
        .aiDegraded, .everywhere, .recorded, noticedBy: [.analysis],
        effect: Phrase(
            "The analysis is worth less than usual: its range holds too rarely, or the built-in analyst writes most texts.",
            fr:
                "L’analyse vaut moins que d’habitude\u{A0}: son intervalle tient trop rarement, ou l’analyste intégré "
                + "rédige la plupart des textes."),
        signs: { observation in
            observation.signs(.everywhere) { $0 == .analysisDegraded }
        },
        followsFrom: [.aiAuth, .aiQuota, .aiModelRetired, .aiUnreachable, .aiUngrounded],
        checks: [.analysisQuality], proof: .success,
        remedy: Phrase(
            "See what was refused and how often the range held; choose another AI_MODEL if most texts are refused.",
            fr:
                "Voyez ce qui a été refusé et combien de fois l’intervalle a tenu\u{A0}; changez AI_MODEL si la plupart "
                + "des textes sont refusés."),
        command: "bitcoin-analyzer ai",
        lesson: Phrase(
            "Take the range as wider than it says while it holds too rarely.",
            fr: "Prendre l’intervalle comme plus large qu’annoncé tant qu’il tient trop rarement."))

    /// 401, 403, or a key that is not one.
    static let aiAuth = CauseEntry.model(
        .aiAuth,
        remedy: Phrase(
            "Check AI_API_KEY at the provider, and that it may use AI_MODEL, then see the calls.",
            fr: "Vérifiez AI_API_KEY chez le fournisseur, et son accès à AI_MODEL, puis consultez les appels."),
        lesson: Phrase(
            "Note when API keys expire, and renew them before.",
            fr: "Noter la date d’expiration des clés d’API, et les renouveler avant."))

    /// Too many requests, or the quota or the daily budget is spent.
    static let aiQuota = CauseEntry.model(
        .aiQuota,
        remedy: Phrase(
            "Raise AI_DAILY_BUDGET, or the quota at the provider, if the calls show that it is too low.",
            fr:
                "Augmentez AI_DAILY_BUDGET, ou le quota chez le fournisseur, si les appels montrent qu’il est trop bas."
        ),
        lesson: Phrase(
            "Use a key for this service alone, so that others do not use up its quota.",
            fr: "Utiliser une clé réservée à ce service, pour que d’autres n’épuisent pas son quota."))

    /// 404, or another model answers.
    static let aiModelRetired = CauseEntry.model(
        .aiModelRetired,
        remedy: Phrase(
            "Set AI_MODEL to a model that the provider lists, then see the calls.",
            fr: "Indiquez dans AI_MODEL un modèle que le fournisseur propose, puis consultez les appels."),
        lesson: Phrase(
            "Follow the provider’s list of retired models.",
            fr: "Suivre la liste des modèles retirés du fournisseur."))

    /// No answer, an error of the server, or one that cannot be read.
    static let aiUnreachable = CauseEntry.model(
        .aiUnreachable,
        remedy: Phrase(
            "Check AI_BASE_URL, and that this host reaches it, then see the calls.",
            fr: "Vérifiez AI_BASE_URL, et que cette machine l’atteint, puis consultez les appels."),
        lesson: Phrase(
            "Keep the built-in analyst as the fallback, as it needs no network.",
            fr: "Garder l’analyste intégré comme solution de repli, car il n’a pas besoin du réseau."),
        followsFrom: [.networkDown, .dnsFailure])

    /// Texts that the facts do not support, or none at all.
    static let aiUngrounded = CauseEntry.model(
        .aiUngrounded,
        remedy: Phrase(
            "See which texts were refused and why, and choose another AI_MODEL if most are.",
            fr: "Voyez quels textes ont été refusés et pourquoi, et changez AI_MODEL si la plupart le sont."),
        lesson: Phrase(
            "Watch the share of refused texts after every change of the model.",
            fr: "Surveiller la part des textes refusés après chaque changement de modèle."))
}
