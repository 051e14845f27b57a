import Domain
import Health

extension CauseEntry {
    /// Another process listens on a port of the service.
    static let portInUse = CauseEntry(
        .portInUse, .unit, .recorded, noticedBy: [.api, .page],
        effect: Phrase(
            "The API or the page cannot be opened, or belongs to another program.",
            fr: "L’API ou la page ne s’ouvre pas, ou provient d’un autre programme."),
        signs: { $0.signs(.unit) { $0 == .portTaken } },
        checks: [.ports],
        remedy: Phrase(
            "Find the process that listens on the port. Stop it only if it is not a unit of this installation, or "
                + "change API_PORT or WEB_PORT.",
            fr:
                "Trouvez le processus qui écoute sur le port. Ne l’arrêtez que s’il ne s’agit pas d’une unité de cette "
                + "installation, ou changez API_PORT ou WEB_PORT."
        ),
        command: "sudo ss -ltnp; bitcoin-analyzer doctor",
        lesson: Phrase(
            "Start the service with systemd only: a copy that was started manually keeps running after its terminal is "
                + "closed.",
            fr:
                "Ne démarrer le service qu’avec systemd\u{A0}: une copie lancée à la main continue après la fermeture "
                + "de son terminal."
        ))

    /// A service is stopped or does not respond.
    static let serviceDown = CauseEntry(
        .serviceDown, .unit, .observed, noticedBy: [.api, .page],
        effect: Phrase(
            "The API does not respond, or the page cannot be opened.",
            fr: "L’API ne répond pas, ou la page ne s’ouvre pas."),
        signs: { $0.signsOfStoppedService },
        followsFrom: [
            .serviceCrashLoop, .portInUse, .databaseUnreachable, .databaseAuth, .databaseNotMigrated, .databaseReadOnly,
            .databaseLocked, .databaseCorrupt, .databaseSchemaDamaged, .databaseReplaced, .databaseConnectionsExhausted,
            .diskFull, .configurationInvalid, .unitMasked, .outOfMemory,
            .descriptorsExhausted,
        ],
        checks: [.services],
        repair: Phrase(
            "systemd restarts a service that exits with an error.",
            fr: "systemd relance un service qui se termine par une erreur."),
        remedy: Phrase("Start the services.", fr: "Démarrez les services."),
        command: "sudo systemctl start bitcoin-analyzer-api.service bitcoin-analyzer-web.service",
        lesson: Phrase(
            "systemd does not restart a service that was stopped manually: open a maintenance window and start it "
                + "afterwards.",
            fr:
                "systemd ne relance pas un service arrêté à la main\u{A0}: ouvrir une fenêtre de maintenance et le "
                + "redémarrer ensuite."
        ))

    /// A service keeps exiting after each restart.
    static let serviceCrashLoop = CauseEntry(
        .serviceCrashLoop, .unit, .observed, noticedBy: [.api, .page],
        effect: Phrase(
            "The API or the page is available only intermittently.",
            fr: "L’API ou la page n’est disponible que par intermittence."),
        signs: { $0.signs(.unit) { $0 == .serviceRestarting } },
        followsFrom: [
            .portInUse, .databaseUnreachable, .databaseAuth, .databaseNotMigrated, .databaseReadOnly, .databaseLocked,
            .databaseCorrupt, .databaseSchemaDamaged, .databaseReplaced, .databaseConnectionsExhausted,
            .databaseMismatch, .diskFull, .configurationInvalid, .outOfMemory,
            .descriptorsExhausted,
        ],
        checks: [.services],
        remedy: Phrase(
            "Read the last log lines of the service.", fr: "Lisez les dernières lignes du journal du service."),
        command: "journalctl -u 'bitcoin-analyzer-*' -n 50",
        lesson: Phrase(
            "The last log lines before a crash show its reason: report them if it is a bug.",
            fr:
                "Les dernières lignes du journal avant un plantage en donnent la raison\u{A0}: les joindre à un "
                + "rapport de bogue."
        ))

    /// The dashboard gets no response from the API.
    static let apiUnreachable = CauseEntry(
        .apiUnreachable, .unit, .observed, noticedBy: [.page],
        effect: Phrase(
            "The page shows the last data received and its age, or that the service is unavailable.",
            fr:
                "La page affiche les dernières données reçues avec leur âge, ou indique que le service est "
                + "indisponible."
        ),
        signs: { $0.signs(.unit) { $0 == .apiUnreachable } },
        followsFrom: [
            .serviceDown, .serviceCrashLoop, .portInUse, .databaseUnreachable, .databaseAuth, .databaseNotMigrated,
            .databaseReadOnly, .databaseCorrupt, .databaseSchemaDamaged, .databaseReplaced,
            .databaseConnectionsExhausted, .diskFull, .configurationInvalid, .unitMasked, .outOfMemory,
            .descriptorsExhausted,
        ],
        reachesAcrossUnits: true, checks: [.services, .ports],
        repair: Phrase(
            "The dashboard retries automatically, and shows the last data received until then.",
            fr: "Le tableau de bord réessaie automatiquement, et affiche en attendant les dernières données reçues."),
        remedy: Phrase(
            "Check that API_BASE_URL of the dashboard is the address of the API.",
            fr: "Vérifiez que API_BASE_URL du tableau de bord est bien l’adresse de l’API."),
        command: "bitcoin-analyzer settings; curl -i API_BASE_URL/livez",
        lesson: Phrase(
            "Change API_PORT and API_BASE_URL together.",
            fr: "Modifier API_PORT et API_BASE_URL ensemble."))

    /// The address of the API leads to a dashboard.
    static let dashboardMisdirected = CauseEntry(
        .dashboardMisdirected, .unit, .observed, noticedBy: [.page],
        effect: Phrase(
            "Every panel of the page reports that the API is unavailable, although it responds.",
            fr:
                "Chaque panneau de la page indique que l’API est indisponible, alors qu’elle répond."
        ),
        signs: { $0.signs(.unit) { $0 == .dashboardMisdirected } },
        followsFrom: [.configurationInvalid],
        checks: [.services, .ports],
        remedy: Phrase(
            "Set API_BASE_URL of the dashboard to the address of the API (API_HOST and API_PORT), then restart the "
                + "dashboard.",
            fr:
                "Donnez à API_BASE_URL du tableau de bord l’adresse de l’API (API_HOST et API_PORT), puis redémarrez le "
                + "tableau de bord."
        ),
        command: "bitcoin-analyzer settings; sudo systemctl restart bitcoin-analyzer-web.service",
        lesson: Phrase(
            "Leave API_BASE_URL unset on one host: its default is the address of the API there.",
            fr:
                "Ne pas définir API_BASE_URL sur une machine unique\u{A0}: sa valeur par défaut est l’adresse de l’API."
        ))

    /// A setting cannot be used.
    static let configurationInvalid = CauseEntry(
        .configurationInvalid, .unit, .recorded, noticedBy: .everything,
        effect: Phrase(
            "The services that need the setting do not start.",
            fr: "Les services qui ont besoin du réglage ne démarrent pas."),
        signs: { $0.signs(.unit) { $0.isConfiguration } },
        checks: [.settings, .unitSettings, .services], proof: .start,
        remedy: Phrase(
            "Correct the setting that the error names, then check.",
            fr: "Corrigez le réglage nommé dans l’erreur, puis vérifiez."),
        command: "bitcoin-analyzer settings",
        lesson: Phrase(
            "Run bitcoin-analyzer settings after each change, before a restart.",
            fr: "Lancer bitcoin-analyzer settings après chaque modification, avant un redémarrage."))
}

extension Observation {
    /// A service that was stopped with systemctl did not fail: only what keeps it from being started again explains it.
    fileprivate var signsOfStoppedService: [Sign] {
        signs(.unit) { problem in
            if case .serviceStopped = problem { return true }
            return [.serviceNotInstalled, .serviceStarting, .serviceSuspended, .portClosed, .portNotResponding]
                .contains(problem)
        }.map { sign in
            guard sign.findings.contains(where: { $0.problem == .serviceStopped(byOperator: true) }) else {
                return sign
            }
            var sign = sign
            sign.followsFrom = [.portInUse, .diskFull, .unitMasked]
            return sign
        }
    }
}

extension Problem {
    /// Whether a setting, or what the installation made by it, is wrong.
    fileprivate var isConfiguration: Bool {
        switch self {
        case .settingInvalid, .settingChanged, .folderMissing, .socketDiffers, .unitInvalid, .unitRestricted,
            .pathForbidden:
            true
        case .database: isDatabase(.configurationInvalid)
        case .folderNotWritable(let uses, let cronWritesThere):
            !uses.contains(.database) && !(uses == [.logs] && cronWritesThere)
        case .source(let source): source.kind == .auth
        default: false
        }
    }
}
