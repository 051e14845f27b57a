import Domain

/// The long-running services are installed, enabled and up, and stay up.
enum ServicesCheck {
    /// More restarts than a deployment or two makes.
    static let manyRestarts = 5
    /// A service that has been up for as long is past its crashes.
    static let settled: Duration = .minutes(10)

    static func findings(_ facts: HealthFacts) -> [Finding] {
        switch facts.units {
        case .unknown(let reason): return [.notChecked(.services, nil, reason)]
        case .known where !facts.isService:
            return [
                Finding(
                    .services, nil, .info,
                    Phrase(
                        "not installed as a service (bitcoin-analyzer serve running by hand?)",
                        fr: "pas installé comme service (bitcoin-analyzer serve lancé à la main ?)"),
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
                Phrase("is not installed, and the others are", fr: "n'est pas installé, alors que les autres le sont"),
                cause: .serviceDown,
                evidence: [Evidence(source: "systemctl show \(name)", line: "LoadState=not-found")],
                remedy: "sudo bitcoin-analyzer install")
        }
        let state =
            "ActiveState=\(unit.active) SubState=\(unit.sub) Result=\(unit.result) ExecMainStatus=\(unit.exitStatus) NRestarts=\(unit.restarts)"
        let evidence = [Evidence(time: unit.activeSince, source: "systemctl show \(name)", line: state)]
        let isNew = unit.activeSince.map { facts.now - $0 < settled } ?? true
        if unit.sub == "auto-restart" || unit.result == "start-limit-hit" || unit.restarts >= manyRestarts && isNew {
            return Finding(
                .services, name, .failed,
                Phrase(
                    "dies again and again: restarted \(unit.restarts) times",
                    fr: "meurt et renaît : relancé \(unit.restarts) fois"), cause: .serviceCrashLoop,
                evidence: evidence, remedy: "journalctl -u \(name) -n 50")
        }
        guard unit.active == "active" || unit.active == "reloading" else {
            let isStarting = unit.active == "activating"
            return Finding(
                .services, name, .failed,
                isStarting
                    ? Phrase("is starting, and not ready yet", fr: "démarre, et n'est pas encore prêt")
                    : Phrase(
                        "is not running (\(unit.active), \(unit.result))",
                        fr: "ne tourne pas (\(unit.active), \(unit.result))"),
                cause: .serviceDown, evidence: evidence,
                remedy: isStarting
                    ? "journalctl -u \(name) -n 50"
                    : unit.load == "masked" ? "sudo systemctl unmask --now \(name)" : "sudo systemctl start \(name)")
        }
        // Enabled by its own or by its socket: either brings it up at boot.
        let socket = name.replacing(".service", with: ".socket")
        guard ([unit.enabled, facts.installed[socket]?.enabled].contains { $0?.hasPrefix("enabled") == true }) else {
            return Finding(
                .services, name, .warning,
                Phrase(
                    "runs, and will not come back after a reboot",
                    fr: "tourne, mais ne reviendra pas après un redémarrage"),
                evidence: [Evidence(source: "systemctl show \(name)", line: "UnitFileState=\(unit.enabled)")],
                remedy: "sudo systemctl enable \(name)")
        }
        return Finding(
            .services, name, .ok,
            Phrase("runs, and comes back after a reboot", fr: "tourne, et revient après un redémarrage"))
    }
}
