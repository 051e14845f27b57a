extension ModelOutcome {
    /// What happened, for a person: a clause without a full stop.
    package var message: Phrase {
        switch self {
        case .accepted: Phrase("the text was accepted", fr: "le texte a été accepté")
        case .rerouted:
            Phrase("another model than the one asked for answered", fr: "un autre modèle que celui demandé a répondu")
        case .ungrounded: Phrase("the facts do not support the text", fr: "les faits ne confirment pas le texte")
        case .notJSON:
            Phrase("the text is not the JSON asked for", fr: "le texte n’est pas le JSON demandé")
        case .unexpectedShape:
            Phrase(
                "the text is JSON of another form than asked for",
                fr: "le texte est un JSON d’une autre forme que celle demandée")
        case .auth: Phrase("the provider refuses the API key", fr: "le fournisseur refuse la clé d’API")
        case .forbidden:
            Phrase("the API key may not use this model", fr: "la clé d’API ne donne pas accès à ce modèle")
        case .modelNotFound:
            Phrase("the provider does not have this model (any more)", fr: "le fournisseur n’a pas, ou plus, ce modèle")
        case .rateLimited: Phrase("the provider received too many requests", fr: "le fournisseur limite les requêtes")
        case .quota: Phrase("the quota with the provider is exhausted", fr: "le quota chez le fournisseur est épuisé")
        case .serverError: Phrase("the provider reports an error of its own", fr: "le fournisseur signale une panne")
        case .loading: Phrase("the server is still loading the model", fr: "le serveur charge encore le modèle")
        case .timeout: Phrase("the provider did not answer in time", fr: "le fournisseur n’a pas répondu à temps")
        case .unreachable: Phrase("the provider cannot be reached", fr: "le fournisseur est injoignable")
        case .disconnected:
            Phrase("the connection was lost before the answer", fr: "la connexion a été coupée avant la réponse")
        case .redirected:
            Phrase("the provider redirects to another address", fr: "le fournisseur redirige vers une autre adresse")
        case .webPage:
            Phrase(
                "a web page came instead of the provider’s answer",
                fr: "une page web est arrivée à la place de la réponse du fournisseur")
        case .tooLarge: Phrase("the answer is too large", fr: "la réponse est trop volumineuse")
        case .malformed:
            Phrase(
                "the answer is not in the provider’s format", fr: "la réponse n’est pas au format du fournisseur")
        case .truncated: Phrase("the answer was cut off", fr: "la réponse est incomplète")
        case .emptyByReasoning:
            Phrase("reasoning used up all tokens", fr: "le raisonnement a consommé tous les tokens")
        case .empty: Phrase("the answer is empty", fr: "la réponse est vide")
        case .refused: Phrase("the model refused to answer", fr: "le modèle a refusé de répondre")
        case .blocked: Phrase("the provider blocked the answer", fr: "le fournisseur a bloqué la réponse")
        case .invalidRequest: Phrase("the provider does not accept the request", fr: "le fournisseur refuse la requête")
        case .budget: Phrase("the daily budget is spent", fr: "le budget du jour est épuisé")
        case .suspended:
            Phrase("paused after a failure", fr: "en pause après un échec")
        case .abandoned:
            Phrase("the process that asked has ended", fr: "le processus qui l’avait demandée s’est arrêté")
        default: Phrase(verbatim: rawValue)
        }
    }

    /// What to do.
    package var hint: Phrase {
        switch self {
        case .auth, .forbidden:
            Phrase(
                "check AI_API_KEY (or GEMINI_API_KEY) at the provider, and that it may use AI_MODEL",
                fr: "vérifiez AI_API_KEY (ou GEMINI_API_KEY) chez le fournisseur, et son accès à AI_MODEL")
        case .modelNotFound, .rerouted:
            Phrase(
                "set AI_MODEL to a model that the provider lists",
                fr: "indiquez dans AI_MODEL un modèle que le fournisseur propose")
        case .rateLimited, .quota:
            Phrase(
                "nothing to do if it passes within hours; else raise the limit at the provider",
                fr: "rien à faire si cela passe en quelques heures\u{A0}; sinon, relevez la limite chez le fournisseur")
        case .budget:
            Phrase(
                "raise AI_DAILY_BUDGET, or wait until midnight UTC",
                fr: "augmentez AI_DAILY_BUDGET, ou attendez minuit UTC")
        case .unreachable, .timeout, .disconnected:
            Phrase(
                "check AI_BASE_URL, and that this host reaches it (curl -v ADDRESS)",
                fr: "vérifiez AI_BASE_URL, et que cette machine l’atteint (curl -v ADRESSE)")
        case .loading, .serverError, .suspended, .abandoned:
            Phrase("nothing to do: the next hour tries again", fr: "rien à faire\u{A0}: l’heure suivante réessaie")
        case .redirected:
            Phrase(
                "set AI_BASE_URL to the address that it redirects to",
                fr: "indiquez dans AI_BASE_URL l’adresse vers laquelle il redirige")
        case .webPage:
            Phrase(
                "check that AI_BASE_URL leads to the API of AI_PROVIDER, and not to a website or a login page",
                fr: "vérifiez que AI_BASE_URL mène à l’API de AI_PROVIDER, et non à un site ou à une page de connexion")
        case .malformed, .tooLarge, .invalidRequest:
            Phrase(
                "check that AI_BASE_URL leads to the API of AI_PROVIDER, and that AI_MODEL can write JSON",
                fr: "vérifiez que AI_BASE_URL mène à l’API de AI_PROVIDER, et que AI_MODEL sait écrire du JSON")
        case .notJSON, .unexpectedShape:
            Phrase(
                "choose an AI_MODEL that can write JSON by a schema",
                fr: "choisissez un AI_MODEL capable d’écrire du JSON selon un schéma")
        case .ungrounded, .truncated, .emptyByReasoning, .empty, .refused, .blocked:
            Phrase(
                "choose another AI_MODEL if most texts are refused (bitcoin-analyzer ai)",
                fr: "choisissez un autre AI_MODEL si la plupart des textes sont refusés (bitcoin-analyzer ai)")
        default: .empty
        }
    }
}
