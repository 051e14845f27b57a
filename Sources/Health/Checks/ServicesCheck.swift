import Domain

/// The long-running services are installed, enabled and running, and keep running.
enum ServicesCheck {
    /// A service that has been running for this long does not count as crashing any more.
    static let settled: Duration = .minutes(10)

    static func findings(_ facts: HealthFacts) -> [Finding] {
        switch facts.units {
        case .unknown(let reason): return [.notChecked(.services, nil, reason)]
        case .known where !facts.isService:
            return [
                Finding(
                    .services, nil, .info,
                    Phrase(
                        "not installed as a service (is bitcoin-analyzer serve running by hand?)",
                        fr: "pas installé comme service (bitcoin-analyzer serve lancé à la main\u{A0}?)"),
                    remedy: "sudo bitcoin-analyzer install")
            ]
        case .known:
            return [ServiceUnits.api, ServiceUnits.web].map { judge($0, facts.installed[$0], facts) }
        }
    }

    private static func judge(_ name: String, _ unit: UnitState?, _ facts: HealthFacts) -> Finding {
        guard let unit else {
            return Finding(
                .services, name, .failed,
                Phrase("not installed, although others are", fr: "pas installé, alors que d’autres le sont"),
                problem: .serviceNotInstalled,
                evidence: [Evidence(source: "systemctl show \(name)", line: "LoadState=not-found")],
                remedy: "sudo bitcoin-analyzer install")
        }
        let state =
            "ActiveState=\(unit.active) SubState=\(unit.sub) Result=\(unit.result) ExecMainStatus=\(unit.exitStatus) "
            + "NRestarts=\(unit.restarts)"
        let evidence = [Evidence(time: unit.activeSince, source: "systemctl show \(name)", line: state)]
        let isNew = unit.activeSince.map { facts.now - $0 < settled } ?? true
        if unit.sub == "auto-restart" || unit.result == "start-limit-hit"
            || unit.restarts >= RestartLoop.restarts && isNew
        {
            return Finding(
                .services, name, .failed,
                Phrase(
                    "keeps crashing (restart loop): restarted \(unit.restarts) times",
                    fr: "redémarre en boucle\u{A0}: relancé \(unit.restarts) fois"), problem: .serviceRestarting,
                evidence: evidence, remedy: "journalctl -u \(name) -n 50")
        }
        guard unit.active == "active" || unit.active == "reloading" else {
            let isStarting = unit.active == "activating"
            return Finding(
                .services, name, .failed,
                isStarting
                    ? Phrase("starting, not ready yet", fr: "en cours de démarrage")
                    : Phrase(
                        "not running (\(unit.active), \(unit.result))",
                        fr: "arrêté (\(unit.active), \(unit.result))"),
                problem: isStarting
                    ? .serviceStarting
                    : .serviceStopped(byOperator: unit.active == "inactive" && unit.result == "success"),
                evidence: evidence,
                remedy: isStarting
                    ? "journalctl -u \(name) -n 50"
                    : unit.load == "masked" ? "sudo systemctl unmask --now \(name)" : "sudo systemctl start \(name)")
        }
        // Enabled itself or through its socket: either starts it at boot.
        let socket = name.replacing(".service", with: ".socket")
        guard ([unit.enabled, facts.installed[socket]?.enabled].contains { $0?.hasPrefix("enabled") == true }) else {
            return Finding(
                .services, name, .warning,
                Phrase(
                    "running, but will not start after a reboot",
                    fr: "en cours d’exécution, mais ne redémarrera pas avec la machine"),
                evidence: [Evidence(source: "systemctl show \(name)", line: "UnitFileState=\(unit.enabled)")],
                remedy: "sudo systemctl enable \(name)")
        }
        return Finding(
            .services, name, .ok,
            Phrase("running, enabled at boot", fr: "en cours d’exécution, activé au démarrage"))
    }
}
