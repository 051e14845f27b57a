import Domain
import OperatingSystem

/// The long-running services are installed, enabled and running, and keep running.
enum ServicesCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        switch facts.units {
        case .unknown(let reason): return [.notChecked(.services, nil, reason)]
        case .known where !facts.isService && !facts.handStarted.isEmpty:
            return facts.handStarted.map(judge)
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

    /// A process that was started without a unit.
    private static func judge(_ process: ServiceProcessFacts) -> Finding {
        let recorded = process.recorded
        let command = "bitcoin-analyzer \(recorded.command.rawValue)"
        let place = RunningProcess.place(of: recorded.process)
        switch process.state {
        case .running:
            return Finding(
                .services, command, .ok,
                Phrase(
                    "running without a unit (process \(recorded.process)); it will not start after a reboot",
                    fr: "en cours d’exécution sans unité (processus \(recorded.process))\u{A0}; ne redémarrera pas "
                        + "avec la machine"))
        case .suspended:
            return Finding(
                .services, command, .failed,
                Phrase(
                    "process \(recorded.process) is suspended by a signal",
                    fr: "le processus \(recorded.process) est suspendu par un signal"),
                problem: .serviceSuspended, evidence: [Evidence(source: "\(place)/stat", line: "state T (stopped)")],
                remedy: "kill -CONT \(recorded.process)")
        case .gone:
            return Finding(
                .services, command, .failed,
                Phrase(
                    "process \(recorded.process) no longer exists, and was not stopped: it was killed, or crashed",
                    fr: "le processus \(recorded.process) n’existe plus, sans avoir été arrêté\u{A0}: il a été tué, ou "
                        + "il a planté"),
                problem: .serviceStopped(byOperator: false),
                evidence: [
                    Evidence(
                        time: recorded.started, source: "running", line: "\(command), process \(recorded.process)"),
                    Evidence(source: place, line: "no such process"),
                ], remedy: command)
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
        // The service requires its socket: masking either stops both.
        let socket = facts.installed[name.replacing(".service", with: ".socket")]
        for masked in [unit, socket].compactMap(\.self) where masked.isMasked { return self.masked(masked, of: name) }
        if unit.isFrozen { return frozen(unit) }
        if let finding = unreadable(unit) ?? ended(unit, facts) ?? otherUser(unit) { return finding }
        guard unit.active == "active" || unit.active == "reloading" else { return skipped(unit) ?? stopped(unit) }
        // Enabled itself or through its socket: either starts it at boot.
        guard ([unit.enabled, socket?.enabled].contains { $0?.hasPrefix("enabled") == true }) else {
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

    private static func masked(_ unit: UnitState, of name: String) -> Finding {
        let runs = unit.active == "active"
        return Finding(
            .services, name, runs ? .warning : .failed,
            runs
                ? Phrase(
                    "\(unit.name) is masked: it runs, and cannot be started again",
                    fr: "\(unit.name) est masquée\u{A0}: elle fonctionne, mais ne peut plus être démarrée")
                : Phrase(
                    "\(unit.name) is masked, so nothing can start it",
                    fr: "\(unit.name) est masquée\u{A0}: rien ne peut la démarrer"),
            problem: .serviceMasked,
            evidence: [
                Evidence(
                    source: "systemctl show \(unit.name)",
                    line: "LoadState=\(unit.load) UnitFileState=\(unit.enabled) ActiveState=\(unit.active)")
            ], remedy: unit.unmasking)
    }

    private static func frozen(_ unit: UnitState) -> Finding {
        Finding(
            .services, unit.name, .failed,
            Phrase(
                "its processes are suspended (systemctl freeze)",
                fr: "ses processus sont suspendus (systemctl freeze)"),
            problem: .serviceSuspended,
            evidence: [
                Evidence(
                    source: "systemctl show \(unit.name)", line: "ActiveState=\(unit.active) FreezerState=frozen")
            ], remedy: "sudo systemctl thaw \(unit.name)")
    }

    private static func unreadable(_ unit: UnitState) -> Finding? {
        guard ["bad-setting", "error"].contains(unit.load) else { return nil }
        return Finding(
            .services, unit.name, .failed,
            Phrase("systemd cannot use the unit file", fr: "systemd ne peut pas utiliser le fichier de l’unité"),
            problem: .unitInvalid,
            evidence: [Evidence(source: "systemctl show \(unit.name)", line: "LoadState=\(unit.load)")]
                + unit.changeEvidence,
            remedy: "systemd-analyze verify \(unit.name); \(unit.restoringFile)")
    }

    /// systemd gives the folders of a unit to its user: with another one than the other units have, each takes them
    /// from the others.
    private static func otherUser(_ unit: UnitState) -> Finding? {
        guard unit.runsAsOther else { return nil }
        let user = unit.user.isEmpty ? "root" : unit.user
        return Finding(
            .services, unit.name, .failed,
            Phrase(
                "runs as \(user), and not as \(InstallPaths.user) as installed",
                fr: "s’exécute sous \(user), et non sous \(InstallPaths.user) comme à l’installation"),
            problem: .unitInvalid,
            evidence: [
                Evidence(
                    source: "systemctl show \(unit.name)",
                    line: "User=\(unit.user) DropInPaths="
                        + (unit.dropIns + unit.sharedDropIns).joined(separator: " "))
            ], remedy: unit.restoringUser)
    }

    /// What ended it, where that is known better than that it ended: also while systemd starts it again.
    private static func ended(_ unit: UnitState, _ facts: HealthFacts) -> Finding? {
        let isLoop =
            unit.sub == "auto-restart" || unit.result == "start-limit-hit"
            || unit.wasStartedAgain
                && RestartLoop.contains(
                    total: unit.restarts, recent: unit.recentRestarts,
                    active: unit.active == "active" ? unit.activeSince.map { facts.now - $0 } : nil,
                    interval: unit.restartInterval)
        guard isLoop || unit.active == "failed" || unit.active == "activating" && unit.result != "success" else {
            return nil
        }
        func finding(
            _ problem: Problem, _ summary: Phrase, _ remedy: String?, _ more: [Evidence] = []
        ) -> Finding {
            Finding(
                .services, unit.name, .failed, summary, problem: problem, evidence: [evidence(unit)] + more,
                remedy: remedy)
        }
        if let command = unit.failedBefore { return UnitChangeCheck.notStarted(unit, by: command) }
        if let fault = unit.statusFault {
            if let program = damagedProgram(unit, facts) { return finding(.unitInvalid, program.0, program.1) }
            return finding(
                .unitInvalid,
                Phrase(
                    "systemd cannot run it (status \(unit.exitStatus)/\(fault.name)): ",
                    fr: "systemd ne peut pas la lancer (code \(unit.exitStatus)/\(fault.name))\u{A0}: ")
                    + fault.phrase,
                "systemctl cat \(unit.name); \(unit.restoring(fault.settings))", unit.changeEvidence)
        }
        if unit.result == "oom-kill" {
            return finding(
                .serviceOutOfMemory,
                Phrase(
                    "killed by the kernel, out of memory", fr: "arrêt par le noyau\u{A0}: mémoire épuisée"),
                unit.removal { $0.hasPrefix("Memory") }
                    ?? "free -h; systemctl show -p MemoryMax,MemoryCurrent \(unit.name)")
        }
        if let limit = unit.limitingAddressSpace {
            return finding(
                .serviceOutOfMemory,
                Phrase(
                    "its unit limits its memory to \(limit >> 20) MB (LimitAS=), and it keeps exiting",
                    fr: "son unité limite sa mémoire à \(limit >> 20) Mo (LimitAS=), et elle s’arrête sans cesse"),
                unit.restoring(["LimitAS="]))
        }
        if let program = damagedProgram(unit, facts), unit.signal != nil {
            return finding(.unitInvalid, program.0, program.1)
        }
        if let change = unit.blamed() { return UnitChangeCheck.restricted(unit, by: change) }
        if unit.declared != nil {
            return finding(
                .unitFailed(unit), unit.end + unit.errorPhrase,
                "journalctl -u \(unit.name) -n 50",
                Array(unit.failureLines.suffix(10)))
        }
        guard isLoop else { return nil }
        let count = Phrase("restarted \(unit.restarts) times", fr: "relancé \(unit.restarts) fois")
        let end = unit.signal.map {
            Phrase(", the last time by \(SignalName.of($0))", fr: ", la dernière fois par \(SignalName.of($0))")
        }
        let loop =
            Phrase("keeps crashing (restart loop): ", fr: "redémarre en boucle\u{A0}: ") + count + (end ?? .empty)
        if let change = unit.blamedForCommand() {
            return finding(
                .serviceRestarting,
                loop + Phrase("; ", fr: "\u{A0}; ") + change.phrase(change.commands), unit.removing(change),
                [change.evidence])
        }
        return finding(
            .serviceRestarting, loop,
            "journalctl -u \(unit.name) -n 50"
                + (unit.signal == nil ? "" : "; coredumpctl info bitcoin-analyzer")
                // What the unit was installed without may be the reason.
                + (unit.dropIns.isEmpty && unit.sharedDropIns.isEmpty ? "" : "; systemctl cat \(unit.name)"),
            Array(unit.failureLines.suffix(10)))
    }

    /// The program that a unit starts, where its file is cut off, empty or gone: what it says, and the remedy.
    private static func damagedProgram(_ unit: UnitState, _ facts: HealthFacts) -> (Phrase, String)? {
        guard let fault = CommandFault.of(unit.command, files: facts.collectFiles), fault.isOfInstalledProgram else {
            return nil
        }
        return (fault.phrase, fault.remedy)
    }

    private static func evidence(_ unit: UnitState) -> Evidence {
        let limit = unit.addressSpace.map { " LimitAS=\($0)" } ?? ""
        let paths = unit.dropIns + unit.sharedDropIns
        let dropIns = paths.isEmpty ? "" : " DropInPaths=\(paths.joined(separator: " "))"
        return Evidence(
            time: unit.activeSince, source: "systemctl show \(unit.name)",
            line: "ActiveState=\(unit.active) SubState=\(unit.sub) Result=\(unit.result) "
                + "ExecMainStatus=\(unit.exitStatus) NRestarts=\(unit.restarts)" + limit + dropIns
        )
    }

    /// One that systemd was asked to start, and a condition of which does not hold: starting it changes nothing.
    private static func skipped(_ unit: UnitState) -> Finding? {
        guard unit.conditionsHeld == false else { return nil }
        return Finding(
            .services, unit.name, .failed,
            Phrase(
                "is not started, as a condition of its unit does not hold",
                fr: "n’est pas démarrée, car une condition de son unité n’est pas remplie") + unit.conditions,
            problem: .unitInvalid,
            evidence: [
                Evidence(
                    source: "systemctl show \(unit.name)",
                    line: "ActiveState=\(unit.active) ConditionResult=no Result=\(unit.result)")
            ] + unit.changeEvidence, remedy: unit.restoring(["Condition", "Assert"]))
    }

    private static func stopped(_ unit: UnitState) -> Finding {
        let isStarting = unit.active == "activating"
        return Finding(
            .services, unit.name, .failed,
            isStarting
                ? Phrase("starting, not ready yet", fr: "en cours de démarrage")
                : Phrase(
                    "not running (\(unit.active), \(unit.result))",
                    fr: "n’est pas en cours d’exécution (\(unit.active), \(unit.result))"),
            problem: isStarting
                ? .serviceStarting
                : .serviceStopped(byOperator: unit.active == "inactive" && unit.result == "success"),
            evidence: [evidence(unit)],
            remedy: isStarting ? "journalctl -u \(unit.name) -n 50" : "sudo systemctl start \(unit.name)")
    }
}

extension UnitState {
    /// The status that systemd gave because it could not run the program; `nil` for none.
    package var statusFault: UnitExitStatus.Fault? {
        UnitExitStatus.fault(exitCode == 1 || exitCode == 0 ? exitStatus : 0)
    }

    /// The cause that the program gave for its own exit.
    var declared: Cause? { exitCode == 1 ? LoggedFailure(failureLines.map(\.line)).cause : nil }

    /// The end of a sentence that says what the program wrote last: in French the raw line stands in the evidence only.
    var errorPhrase: Phrase {
        LoggedFailure(failureLines.map(\.line)).error.map { Phrase(": \($0)", fr: " (voir les preuves)") } ?? .empty
    }

    /// The conditions that its drop-ins add, in parentheses; empty for none.
    var conditions: Phrase {
        let names = changes.flatMap(\.settings).filter { line in
            ["Condition", "Assert", "ExecCondition"].contains { line.hasPrefix($0) }
        }
        return names.isEmpty
            ? .empty
            : Phrase(verbatim: " (") + Phrase(list: names.map { Phrase(verbatim: $0) }) + Phrase(verbatim: ")")
    }

    /// How it ended.
    var end: Phrase {
        if let signal {
            let name = SignalName.of(signal)
            return Phrase("was killed by \(name)", fr: "a été arrêtée par \(name)")
        }
        guard exitCode == 1, exitStatus != 0 else {
            return Phrase("failed (\(result))", fr: "a échoué (\(result))")
        }
        return Phrase("exited with status \(exitStatus)", fr: "s’est terminée avec le code \(exitStatus)")
    }

    /// Whether a drop-in, or its edited file, gives the unit another user than the installation does.
    var runsAsOther: Bool {
        !(dropIns.isEmpty && sharedDropIns.isEmpty && changes.isEmpty) && user != InstallPaths.user
    }

    /// The command that brings back its user.
    var restoringUser: String { restoring(["User=", "Group=", "DynamicUser="]) }

    /// The command that brings back a file that systemd can use: a drop-in may also empty what has to be set.
    var restoringFile: String {
        let emptied = changes.last { $0.settings.isEmpty }.map(removing)
        return removal { line in
            ["Exec", "Type=", "User=", "Group=", "On", "Unit=", "Listen", "Root"].contains {
                line.hasPrefix($0)
            }
        } ?? emptied ?? restoring([])
    }
}
