import Domain
import OperatingSystem

/// Our own listener is behind each port, and responds.
package enum PortsCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard facts.settings.resolved != nil else { return [.notChecked(.ports, because: .settings)] }
        let silent = facts.ports.filter { $0.response == .timedOut }
        guard !facts.isService, let holder = silent.first?.holder, holder.isOurs,
            silent.allSatisfy({ $0.holder?.process == holder.process })
        else { return facts.ports.map { judge($0, facts) } }
        // One process, started without a unit, behind all ports that do not respond: one finding.
        return [silence(of: holder, on: silent, facts)]
            + facts.ports.filter { $0.response != .timedOut }.map { judge($0, facts) }
    }

    private static func silence(of holder: RunningProcess, on ports: [PortFacts], _ facts: HealthFacts) -> Finding {
        let subject = ports.count == 1 ? ports[0].role : nil
        guard !facts.handStarted.contains(where: { $0.recorded.process == holder.process && $0.state == .suspended })
        else { return .notChecked(.ports, subject, because: .services) }
        let places = Phrase(list: ports.map { "\($0.listen.host):\($0.listen.port)" })
        return Finding(
            .ports, subject, .failed,
            Phrase(
                "process \(holder.process) listens on \(places.english), but does not respond",
                fr: "le processus \(holder.process) écoute sur \(places.french), mais ne répond pas"),
            problem: .portNotResponding,
            evidence: [Evidence(source: RunningProcess.place(of: holder.process), line: holder.description)],
            remedy: "kill \(holder.process); bitcoin-analyzer serve")
    }

    private static func failed(
        _ port: PortFacts, _ problem: Problem, _ summary: Phrase, _ evidence: [Evidence], _ remedy: String?
    ) -> Finding {
        Finding(.ports, port.role, .failed, summary, problem: problem, evidence: evidence, remedy: remedy)
    }

    private static func responds(_ place: String, _ port: PortFacts, _ evidence: [Evidence]) -> Finding {
        Finding(.ports, port.role, .ok, Phrase("\(place) responds", fr: "\(place) répond"), evidence: evidence)
    }

    /// Where the settings, the unit and its socket do not agree, and the service does not respond all the same.
    private static func wrongAddress(_ port: PortFacts, _ place: String, _ facts: HealthFacts) -> Finding? {
        let name = port.role.uppercased()
        let unit = ServiceUnits.service(of: port.role)
        if !port.response.isOurs, let other = port.unitListen, other != port.listen {
            let moved = "\(other.host):\(other.port)"
            // Whoever moved the unit moved its socket as well.
            if port.unitResponse?.isOurs == true { return responds(moved, port, []) }
            let differing =
                (other.host == port.listen.host ? [] : ["\(name)_HOST=\(other.host)"])
                + (other.port == port.listen.port ? [] : ["\(name)_PORT=\(other.port)"])
            return failed(
                port, .socketDiffers,
                Phrase(
                    "the settings say \(place), but \(unit) is set to \(moved)",
                    fr: "les réglages indiquent \(place), mais \(unit) est réglée sur \(moved)"),
                [
                    Evidence(
                        source: "systemctl show \(unit)", line: differing.joined(separator: " ") + " in its environment"
                    )
                ] + (facts.installed[unit]?.changeEvidence ?? []),
                facts.installed[unit].map { state in
                    "systemctl cat \(unit); "
                        + state.restoring { line in
                            line.hasPrefix("EnvironmentFile=")
                                || differing.contains { line.contains("Environment=\($0.prefix { $0 != "=" })") }
                        }
                })
        }
        if !port.response.isOurs, facts.foreignHosts.contains(port.listen.host) {
            return failed(
                port, .settingInvalid,
                Phrase(
                    "\(name)_HOST is \(port.listen.host), which is no address of this machine",
                    fr: "\(name)_HOST vaut \(port.listen.host), qui n’est pas une adresse de cette machine"),
                [Evidence(source: "bind(2) \(port.listen.host)", line: "Cannot assign requested address")],
                "ip -brief address; "
                    + (SettingsCheck.remedy(.init(file: InstallPaths.environment, name: "\(name)_HOST"), facts)
                        ?? SettingsCheck.editing))
        }
        guard let socket = facts.installed[ServiceUnits.socket(of: port.role)], let address = socket.listens.first,
            !leads(address, to: port.listen)
        else { return nil }
        return failed(
            port, .socketDiffers,
            Phrase(
                "the settings say \(place), but \(socket.name) listens on \(address)",
                fr: "les réglages indiquent \(place), mais \(socket.name) écoute sur \(address)"),
            [Evidence(source: "systemctl show \(socket.name)", line: "Listen=\(address)")],
            "sudo bitcoin-analyzer install")
    }

    private static func judge(_ port: PortFacts, _ facts: HealthFacts) -> Finding {
        let place = "\(port.listen.host):\(port.listen.port)"
        let setting = port.role == "api" ? "API_PORT" : "WEB_PORT"
        if port.listen.port == 0 {
            return Finding(
                .ports, port.role, .info,
                Phrase(
                    "\(setting) is 0: a free port is chosen at every start",
                    fr: "\(setting) vaut 0\u{A0}: le port est choisi à chaque démarrage"))
        }
        let socket = facts.installed[ServiceUnits.socket(of: port.role)]
        if let finding = wrongAddress(port, place, facts) { return finding }
        let holder =
            port.holder.map { [Evidence(source: RunningProcess.place(of: $0.process), line: $0.description)] } ?? []
        switch port.response {
        // A copy of this program holds the port as any other program would, where the unit that should listen is not
        // running.
        case .responded(_, isOurs: true, _) where port.holder.map({ isStray($0, facts) }) ?? false:
            return taken(port, place, setting, holder)
        case .responded(_, isOurs: true, _) where leadsToItself(port, facts):
            return misdirected(port, place, facts)
        case .responded(_, isOurs: true, _) where port.notReady != nil:
            let reason = port.notReady ?? ""
            return failed(
                port, .apiUnreachable,
                Phrase(
                    "\(place) responds, but is not ready: \(reason)",
                    fr: "\(place) répond, mais n’est pas prêt\u{A0}: l’API n’est pas joignable"),
                [Evidence(time: facts.now, source: "http://\(place)/readyz", line: reason)],
                "bitcoin-analyzer settings; curl -i \(facts.settings.resolved?.apiBaseURL ?? "API_BASE_URL")/livez")
        case .responded(_, isOurs: true, _):
            return responds(place, port, holder)
        case .responded(_, isOurs: false, _), .broken:
            return taken(port, place, setting, holder)
        case .timedOut:
            // Another program need not respond to our request; ours must.
            guard let holder = port.holder, isForeign(holder, facts) else {
                return failed(
                    port, .portNotResponding,
                    Phrase("\(place) is open but does not respond", fr: "\(place) est ouvert mais ne répond pas"),
                    holder,
                    "journalctl -u \(ServiceUnits.service(of: port.role)) -n 50; sudo systemctl restart "
                        + "\(ServiceUnits.service(of: port.role))")
            }
            return taken(
                port, place, setting,
                [Evidence(source: RunningProcess.place(of: holder.process), line: holder.description)]
            )
        case .notAsked:
            if let holder = port.holder, isForeign(holder, facts) {
                return taken(
                    port, place, setting,
                    [Evidence(source: RunningProcess.place(of: holder.process), line: holder.description)])
            }
            return .notChecked(.ports, port.role, because: .services)
        case .refused where port.holder.map({ isForeign($0, facts) }) ?? false:
            return taken(port, place, setting, holder)
        case .refused where facts.installed[ServiceUnits.service(of: port.role)] != nil:
            return failed(
                port, .portClosed,
                Phrase("nothing is listening on \(place)", fr: "rien n’écoute sur \(place)"),
                [Evidence(time: facts.now, source: place, line: "connection refused")],
                socket.map { "sudo systemctl restart \($0.name)" }
                    ?? "sudo systemctl restart \(ServiceUnits.service(of: port.role))")
        case .refused:
            return Finding(
                .ports, port.role, .info, Phrase("nothing is listening on \(place)", fr: "rien n’écoute sur \(place)"),
                remedy: "bitcoin-analyzer serve")
        }
    }

    /// The beginning of the reason that a dashboard gives when what it asks is a dashboard.
    package static let misdirection = "api: misdirected: "

    /// The dashboard says so itself; where it cannot, its settings do.
    private static func leadsToItself(_ port: PortFacts, _ facts: HealthFacts) -> Bool {
        guard port.role == "web" else { return false }
        if let reason = port.notReady, reason.hasPrefix(misdirection) { return true }
        guard let web = facts.unitSettings[ServiceUnits.web]?.resolved else { return false }
        return web.apiLeadsToDashboard
    }

    private static func misdirected(_ port: PortFacts, _ place: String, _ facts: HealthFacts) -> Finding {
        let settings = facts.unitSettings[ServiceUnits.web]?.resolved ?? facts.settings.resolved
        let address = settings?.apiBaseURL ?? "API_BASE_URL"
        let api = settings.map { origin(of: $0.api) } ?? "http://API_HOST:API_PORT"
        return Finding(
            .ports, port.role, .failed,
            Phrase(
                "API_BASE_URL is \(address), which is the dashboard itself and not the API (\(api))",
                fr: "API_BASE_URL vaut \(address), qui est le tableau de bord lui-même et non l’API (\(api))"),
            problem: .dashboardMisdirected,
            evidence: [
                Evidence(source: "settings", line: "API_BASE_URL=\(address); the dashboard listens on \(place)")
            ] + (port.notReady.map { [Evidence(time: facts.now, source: "http://\(place)/readyz", line: $0)] } ?? []),
            remedy: facts.installed[ServiceUnits.web].map { web in
                // What a drop-in sets, the file does not change.
                web.removal { $0.contains("Environment=API_BASE_URL") }
                    ?? "\(UnitState.install) --set \("API_BASE_URL=\(api)".shellQuoted)"
            } ?? "bitcoin-analyzer settings")
    }

    /// The address at which a listener of this host is asked.
    private static func origin(of listen: SettingsFacts.Listen) -> String {
        let anywhere = ["0.0.0.0": "127.0.0.1", "::": "[::1]", "[::]": "[::1]"]
        let host = anywhere[listen.host] ?? listen.host
        return "http://\(host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host):\(listen.port)"
    }

    private static func taken(_ port: PortFacts, _ place: String, _ setting: String, _ evidence: [Evidence]) -> Finding
    {
        Finding(
            .ports, port.role, .failed,
            port.holder.map {
                Phrase("\(place) is in use by ", fr: "\(place) est occupé\u{A0}: ") + $0.phrase
            }
                ?? Phrase("\(place) is in use by another program", fr: "\(place) est occupé par un autre programme"),
            problem: .portTaken,
            evidence: evidence.isEmpty
                ? [Evidence(source: place, line: "responds, but is not bitcoin-analyzer")] : evidence,
            // Shows who it is: the process may be needed, or may be a healthy copy of this service.
            remedy: port.holder.map { holder in
                holder.unit.map { "systemctl status \($0)" } ?? "ps -o pid,user,lstart,args -p \(holder.process)"
            } ?? "sudo ss -ltnp 'sport = :\(port.listen.port)'")
    }

    /// systemd itself holds the port where a socket unit is active.
    private static func isForeign(_ holder: RunningProcess, _ facts: HealthFacts) -> Bool {
        let isUnit = holder.unit.map { facts.installed[$0] != nil } ?? false
        return holder.process != 1 && !holder.isOurs && !isUnit
    }

    /// A copy of this program outside the installed units, while the unit that should listen is not running.
    private static func isStray(_ holder: RunningProcess, _ facts: HealthFacts) -> Bool {
        holder.process != 1 && facts.isService && !(holder.unit.map { facts.installed[$0] != nil } ?? false)
    }

    /// `ListenStream=` may hold the port alone, or the address that a name such as localhost stands for.
    private static func leads(_ address: String, to listen: SettingsFacts.Listen) -> Bool {
        guard let colon = address.lastIndex(of: ":") else { return Int(address) == listen.port }
        guard Int(address[address.index(after: colon)...]) == listen.port else { return false }
        let host = address[..<colon].filter { $0 != "[" && $0 != "]" }
        let wanted = listen.host == "localhost" ? "127.0.0.1" : listen.host.filter { $0 != "[" && $0 != "]" }
        return host == wanted || host == "*"
    }
}
