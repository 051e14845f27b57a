import Domain

/// Something starts collection runs when they are due, what it starts is this program, and it has been doing so.
enum ScheduleCheck {
    /// How late a run may be before the schedule counts as stopped: jitter, a slow run, one that was skipped.
    static func grace(_ every: Duration) -> Duration { every * 2 + .minutes(10) }

    static func findings(_ facts: HealthFacts) -> [Finding] {
        let timer = facts.installed[ServiceUnits.timer]
        guard let settings = facts.settings.resolved else {
            // That nothing starts it is so with any settings, where cron does not.
            let mayBeCron = !facts.cron.lines.isEmpty || facts.cron.unread != nil
            let found = mayBeCron ? nil : timer.flatMap { $0.isMasked ? masked($0) : stopped($0) }
            return [found ?? .notChecked(.schedule, because: .settings)]
        }
        if let masked = facts.units.value?[ServiceUnits.timer] ?? nil, masked.isMasked { return [self.masked(masked)] }
        if let collect = facts.installed[ServiceUnits.collect], timer != nil, collect.isMasked {
            return [masked(collect)]
        }
        var mayHaveTimer = timer != nil
        if case .unknown = facts.units { mayHaveTimer = true }
        // cron never reads a file of such a name: beside a timer it is how a table is put aside.
        let lines = facts.cron.lines.filter { $0.collects && !(mayHaveTimer && $0.refusal == .fileName) }
        if timer == nil, lines.isEmpty { return [unscheduled(facts, every: settings.collectEvery)] }
        // A machine may have several; one that works is enough.
        let faults = lines.map { refused($0) ?? brokenLine($0) }
        let unbroken = zip(lines, faults).filter { $0.1 == nil }.map(\.0)
        let intact = rare(unbroken, facts).map { [$0] } ?? unbroken.map { cron($0, facts) }
        var findings = (intact.first { $0.outcome == .ok } ?? intact.first).map { [$0] } ?? []
        if let timer { findings.append(judge(timer, facts)) }
        let working = findings.filter { $0.outcome == .ok }
        guard !working.isEmpty else {
            // A timer that cannot be seen may do what these lines do not.
            if case .unknown(let reason) = facts.units { return [.notChecked(.schedule, nil, reason)] }
            return faults.compactMap(\.self).prefix(1) + findings
        }
        return [lastRun(facts, every: settings.collectEvery) ?? working[0]]
    }

    private static func unscheduled(_ facts: HealthFacts, every: Duration) -> Finding {
        if case .unknown(let reason) = facts.units { return .notChecked(.schedule, nil, reason) }
        if let reason = facts.cron.unread { return .notChecked(.schedule, nil, reason) }
        if let scheduler = facts.scheduler {
            guard scheduler.state == .running else { return .notChecked(.schedule, because: .services) }
            return running(scheduler.recorded, facts, every: every)
        }
        if let run = runOfHiddenTable(facts), facts.now - run.started <= grace(every) {
            return Finding(
                .schedule, "cron", .ok,
                Phrase(
                    "cron starts collections from a table that only root may read",
                    fr: "cron lance les collectes depuis une table que seul root peut lire"),
                evidence: [
                    Evidence(
                        time: run.started, source: "runs",
                        line: "\(run.id) \(run.trigger.rawValue) \(run.outcome.rawValue)")
                ])
        }
        // Where nothing is installed, only the runs show a schedule.
        if !facts.isService, facts.database.contents == nil { return .notChecked(.schedule, because: .database) }
        // Another host may collect; for an installed service only the schedule of this machine counts. That this host
        // has run `serve` does not show that it still does.
        let newest = facts.database.contents?.runs.first {
            $0.trigger == .scheduler ? $0.host != facts.host : !facts.isService && $0.trigger != .manual
        }
        if let newest, facts.now - newest.started <= grace(every) {
            return Finding(
                .schedule, nil, .ok,
                newest.trigger == .scheduler
                    ? Phrase(
                        "bitcoin-analyzer serve collects on \(newest.host)",
                        fr: "bitcoin-analyzer serve collecte sur \(newest.host)")
                    : Phrase(
                        "runs are recorded; their schedule is not on this host",
                        fr: "des collectes sont enregistrées\u{A0}; leur planification n’est pas sur cette machine"),
                evidence: [
                    Evidence(
                        time: newest.started, source: "runs",
                        line: "\(newest.id) \(newest.trigger.rawValue) \(newest.outcome.rawValue)")
                ])
        }
        // A copy that is run by hand has no schedule to miss while its prices are fresh, before its first run, or just
        // after one that failed, unless its scheduler was killed.
        if !facts.isService, !facts.lostScheduler, facts.hasFreshPrice || facts.collectedLately(within: grace(every)) {
            return Finding(
                .schedule, nil, .info,
                Phrase(
                    "nothing starts collections on this host (bitcoin-analyzer serve does while it runs)",
                    fr: "rien ne lance les collectes sur cette machine (bitcoin-analyzer serve le fait tant qu’il "
                        + "tourne)"), remedy: "sudo bitcoin-analyzer install")
        }
        return Finding(
            .schedule, nil, .failed,
            Phrase(
                "no timer, no cron line and no running bitcoin-analyzer serve starts collections",
                fr: "ni minuterie, ni ligne cron, ni bitcoin-analyzer serve en cours ne lance les collectes"),
            problem: .scheduleMissing,
            evidence: [
                Evidence(source: "systemctl show \(ServiceUnits.timer)", line: "LoadState=not-found"),
                Evidence(source: CronFacts.installedTable, line: "0 lines"),
            ], remedy: "sudo bitcoin-analyzer install")
    }

    /// The newest run that cron began on this host after the last change of the tables that can be read, none of which
    /// begins any.
    private static func runOfHiddenTable(_ facts: HealthFacts) -> Run? {
        guard facts.cron.hidesTables, let changed = facts.cron.tablesChanged else { return nil }
        return facts.database.contents?.runs.first {
            $0.trigger == .cron && $0.host == facts.host && $0.started > changed
        }
    }

    /// A process that collects by itself.
    private static func running(_ process: ServiceProcess, _ facts: HealthFacts, every: Duration) -> Finding {
        let newest = facts.database.contents?.runs.first { $0.trigger == .scheduler }
        let since = max(newest?.started ?? process.started, process.started)
        guard facts.database.contents == nil || facts.now - since <= grace(every) else {
            return overdue(
                newest, since: since, facts, remedy: "bitcoin-analyzer runs; bitcoin-analyzer timeline")
        }
        return Finding(
            .schedule, nil, .ok,
            Phrase(
                "bitcoin-analyzer serve collects (process \(process.process))",
                fr: "bitcoin-analyzer serve collecte (processus \(process.process))"),
            evidence: newest.map {
                [
                    Evidence(
                        time: $0.started, source: "runs",
                        line: "\($0.id) \($0.trigger.rawValue) \($0.outcome.rawValue)")
                ]
            } ?? [])
    }

    private static func judge(_ timer: UnitState, _ facts: HealthFacts) -> Finding {
        let name = ServiceUnits.timer
        if let dead = dead(timer, facts) ?? stopped(timer) { return dead }
        if let collect = facts.installed[ServiceUnits.collect],
            let fault = CommandFault.of(collect.command, files: facts.collectFiles)
        {
            return Finding(
                .schedule, ServiceUnits.collect, .failed, fault.phrase, problem: .scheduleCommand,
                evidence: [
                    Evidence(
                        source: "systemctl cat \(ServiceUnits.collect)",
                        line: "ExecStart=\(ShellWords.withoutValues(collect.command))")
                ],
                remedy: (fault.isOfInstalledProgram ? nil : collect.removal { $0.hasPrefix("ExecStart=") })
                    ?? fault.remedy)
        }
        if let skipped = skipped(facts) { return skipped }
        guard timer.enabled.hasPrefix("enabled") else {
            return Finding(
                .schedule, name, .failed,
                Phrase(
                    "active, but will not start after a reboot",
                    fr: "active, mais ne redémarrera pas avec la machine"),
                problem: .scheduleStopped, evidence: [state(timer)], remedy: "sudo systemctl enable \(name)")
        }
        return Finding(
            .schedule, name, .ok,
            timer.nextElapse.map {
                Phrase("enabled; next run at \($0)", fr: "activée\u{A0}; prochaine collecte à \($0)")
            } ?? Phrase("enabled", fr: "activée"))
    }

    private static func state(_ timer: UnitState) -> Evidence {
        Evidence(
            time: timer.lastTrigger, source: "systemctl show \(timer.name)",
            line: "ActiveState=\(timer.active) UnitFileState=\(timer.enabled)")
    }

    private static func stopped(_ timer: UnitState) -> Finding? {
        guard timer.active != "active" else { return nil }
        return Finding(
            .schedule, timer.name, .failed, Phrase("is stopped (\(timer.active))", fr: "est arrêtée (\(timer.active))"),
            problem: .scheduleStopped, evidence: [state(timer)],
            remedy: "sudo systemctl enable --now \(timer.name)")
    }

    /// A timer that is there, and will start no collection.
    private static func dead(_ timer: UnitState, _ facts: HealthFacts) -> Finding? {
        func finding(_ problem: Problem, _ summary: Phrase, _ line: String) -> Finding {
            Finding(
                .schedule, timer.name, .failed, summary, problem: problem,
                evidence: [Evidence(time: timer.lastTrigger, source: "systemctl show \(timer.name)", line: line)]
                    + timer.changeEvidence,
                remedy: timer.restoring(["On", "Unit=", "RandomizedDelaySec=", "AccuracySec=", "Persistent="]))
        }
        if ["bad-setting", "error"].contains(timer.load) {
            return finding(
                .scheduleStopped,
                Phrase(
                    "systemd cannot use the timer (\(timer.load)), so that it starts nothing",
                    fr: "systemd ne peut pas utiliser la minuterie (\(timer.load)), qui ne lance rien"),
                "LoadState=\(timer.load) ActiveState=\(timer.active)")
        }
        if !timer.triggers.isEmpty, timer.triggers != ServiceUnits.collect {
            return finding(
                .scheduleCommand,
                Phrase(
                    "starts \(timer.triggers), and not \(ServiceUnits.collect)",
                    fr: "lance \(timer.triggers), et non \(ServiceUnits.collect)"), "Unit=\(timer.triggers)")
        }
        guard timer.active == "active", timer.sub != "running" else { return nil }
        if timer.sub == "elapsed" {
            return finding(
                .scheduleStopped,
                Phrase("is active, but will never elapse again", fr: "est active, mais ne se déclenchera plus jamais"),
                "ActiveState=active SubState=elapsed")
        }
        guard let next = timer.nextElapse, let every = facts.settings.resolved?.collectEvery,
            next > facts.now + grace(every)
        else { return nil }
        return finding(
            .scheduleStopped,
            Phrase(
                "is active, but starts the next collection only at \(next.phrase.english)",
                fr: "est active, mais ne lance la prochaine collecte que le \(next.phrase.french)"),
            "next elapse \(next.rfc3339)")
    }

    /// The timer starts the collection, and a condition of its unit does not let it.
    private static func skipped(_ facts: HealthFacts) -> Finding? {
        guard let collect = facts.installed[ServiceUnits.collect],
            collect.conditionsHeld == false || collect.result == "exec-condition"
        else { return nil }
        return Finding(
            .schedule, ServiceUnits.collect, .failed,
            Phrase(
                "is skipped each time, as a condition of its unit does not hold",
                fr: "est ignorée à chaque fois, car une condition de son unité n’est pas remplie") + collect.conditions,
            problem: .scheduleCommand,
            evidence: [
                Evidence(
                    source: "systemctl show \(ServiceUnits.collect)",
                    line: "ConditionResult=no Result=\(collect.result)")
            ] + collect.changeEvidence, remedy: collect.restoring(["Condition", "Assert", "ExecCondition="]))
    }

    private static func cron(_ line: CronFacts.Line, _ facts: HealthFacts) -> Finding {
        guard facts.cron.daemonRuns else {
            return Finding(
                .schedule, "cron", .failed,
                Phrase(
                    "a cron line exists, but no cron daemon is running",
                    fr: "une ligne cron existe, mais aucun démon cron n’est en cours d’exécution"),
                problem: .scheduleStopped,
                evidence: [Evidence(source: "/proc/*/comm", line: "no process cron or crond")],
                remedy: "sudo systemctl enable --now cron")
        }
        if let process = facts.cron.stoppedDaemon {
            return Finding(
                .schedule, "cron", .failed,
                Phrase(
                    "the cron daemon is stopped by a signal (process \(process))",
                    fr: "le démon cron est suspendu par un signal (processus \(process))"),
                problem: .scheduleStopped,
                evidence: [Evidence(source: "/proc/\(process)/stat", line: "state T (stopped)")],
                remedy: "sudo kill -CONT \(process)")
        }
        if let holder = line.lockHolder {
            return Finding(
                .schedule, "cron", .failed,
                Phrase(
                    "another process holds the lock, so that each run gives up",
                    fr: "un autre processus détient le verrou, et chaque collecte renonce"),
                problem: .scheduleStopped, evidence: [holder, line.evidence],
                remedy: "sudo fuser -v " + (CronLine.lockFile(in: line.command) ?? InstallPaths.state).shellQuoted)
        }
        return Finding(
            .schedule, "cron", .ok,
            Phrase(
                "a line in \(line.place) starts collections", fr: "une ligne de \(line.place) lance les collectes"),
            evidence: [line.evidence])
    }

    /// All lines together start collections less often than they are due.
    private static func rare(_ lines: [CronFacts.Line], _ facts: HealthFacts) -> Finding? {
        guard let line = lines.first, let every = facts.settings.resolved?.collectEvery,
            let pause = CronSchedule.longestPause(of: lines.map(\.text)), pause > grace(every)
        else { return nil }
        return Finding(
            .schedule, "cron", .failed,
            Phrase(
                "\(line.place) starts no collection for \(pause.phrase.english) at a time; they are due every "
                    + every.phrase.english,
                fr: "\(line.place) ne lance aucune collecte pendant \(pause.phrase.french), alors qu’il en faut une "
                    + "toutes les \(every.phrase.french)"),
            problem: .scheduleStopped, evidence: [line.evidence], remedy: correction(of: line))
    }

    private static func masked(_ unit: UnitState) -> Finding {
        Finding(
            .schedule, unit.name, .failed,
            Phrase("is masked, so nothing can start it", fr: "est masquée\u{A0}: rien ne peut la démarrer"),
            problem: .scheduleMasked,
            evidence: [
                Evidence(
                    source: "systemctl show \(unit.name)",
                    line: "LoadState=\(unit.load) UnitFileState=\(unit.enabled) ActiveState=\(unit.active)")
            ], remedy: unit.unmasking)
    }

    private static func refused(_ line: CronFacts.Line) -> Finding? {
        guard let refusal = line.refusal else { return nil }
        return Finding(
            .schedule, "cron", .failed, Phrase(verbatim: "\(line.place): ") + refusal.phrase, problem: .cronRefuses,
            evidence: [line.refusalEvidence, line.evidence].compactMap(\.self),
            remedy: refusal.remedy(of: line.place))
    }

    private static func brokenLine(_ line: CronFacts.Line) -> Finding? {
        let fault: CommandFault? =
            line.hasCarriageReturn
            ? .carriageReturn : line.isCutOff ? .cutOff : CommandFault.of(line.command, files: line.files)
        if let logged = line.logged, fault == nil {
            return Finding(
                .schedule, "cron", .failed,
                Phrase(
                    "the last scheduled command did not start: \(logged.line)",
                    fr: "la dernière commande planifiée n’a pas démarré\u{A0}: \(logged.line)"),
                problem: .scheduleCommand, evidence: [logged, line.evidence], remedy: correction(of: line))
        }
        guard let fault else { return nil }
        return Finding(
            .schedule, "cron", .failed, fault.phrase, problem: .scheduleCommand,
            evidence: [line.evidence], remedy: correction(of: line))
    }

    /// The installed table is written again; another one a person has to correct, where it is.
    private static func correction(of line: CronFacts.Line) -> String {
        if line.place == CronFacts.installedTable { return "sudo bitcoin-analyzer install --scheduler cron" }
        if line.place.hasPrefix("/") { return "sudoedit \(line.place.shellQuoted)" }
        return CronFacts.user(ofPlace: line.place).map { "sudo crontab -u \($0.shellQuoted) -e" } ?? "crontab -e"
    }

    /// Everything is in place, and still no run has started.
    private static func lastRun(_ facts: HealthFacts, every: Duration) -> Finding? {
        guard let contents = facts.database.contents else { return nil }
        let automatic = contents.runs.first { $0.trigger != .manual }
        let since = [automatic?.started, facts.installed[ServiceUnits.timer]?.activeSince].compactMap(\.self).max()
        guard let since, facts.now - since > grace(every) else { return nil }
        return overdue(
            automatic, since: since, facts,
            remedy: "journalctl -u \(ServiceUnits.collect) -n 50; sudo systemctl start \(ServiceUnits.collect)")
    }

    private static func overdue(_ newest: Run?, since: Timestamp, _ facts: HealthFacts, remedy: String) -> Finding {
        let minutes = (facts.now - since).components.seconds / 60
        return Finding(
            .schedule, nil, .failed,
            Phrase("no scheduled run for \(minutes) min", fr: "aucune collecte planifiée depuis \(minutes) min"),
            problem: .scheduleOverdue,
            evidence: [
                Evidence(
                    time: newest?.started, source: "runs",
                    line: newest.map { "\($0.id) \($0.trigger.rawValue)" } ?? "no scheduled run is recorded")
            ], remedy: remedy)
    }
}

extension HealthFacts {
    /// Whether this copy has never collected, or began to within this time: what came of it, the run says.
    fileprivate func collectedLately(within limit: Duration) -> Bool {
        guard let newest = database.contents?.runs.first(where: \.isPass) else { return true }
        return now - newest.started <= limit
    }

    fileprivate var hasFreshPrice: Bool {
        guard let settings = settings.resolved, let candle = database.contents?.newestCandle else { return false }
        return now - candle.priceTime <= settings.freshFor
    }
}

extension CronFacts.Line {
    /// System tables have the user before the command.
    var command: [String] { CronLine.command(of: text, namesUser: place.hasPrefix("/")) }

    /// Whether it may start a collection: any line but one that runs another command of this program.
    var collects: Bool {
        let words = CronLine.words(of: text, namesUser: place.hasPrefix("/"))
        guard !words.contains("collect"),
            let program = words.firstIndex(where: { $0 == "bitcoin-analyzer" || $0.hasSuffix("/bitcoin-analyzer") }),
            let command = words.dropFirst(program + 1).first
        else { return true }
        return !Self.otherCommands.contains(command)
    }

    private static let otherCommands: Set<String> = [
        "ai", "alerts", "analyze", "backfill", "backup", "doctor", "evaluate", "export", "import", "incidents", "runs",
        "serve", "status", "update", "why",
    ]

    var isCutOff: Bool { CronLine.isCutOff(text, namesUser: place.hasPrefix("/")) }

    /// Whether its command or a redirection names the folder or something in it.
    func names(_ folder: String) -> Bool {
        ShellWords.words(text).contains { word in
            let path = word.drop { "0123456789&<>|;=".contains($0) }
            return path == folder || path.hasPrefix(folder + "/")
        }
    }
}

extension CronFacts {
    package static let installedTable = InstallPaths.cron

    /// The command that shows the table of a user.
    static func tablePlace(of user: String) -> String { "crontab -u \(user) -l" }

    /// The user of ``tablePlace(of:)``; `nil` for another place.
    static func user(ofPlace place: String) -> String? {
        let words = place.split(separator: " ")
        return words.count == 4 && words.starts(with: ["crontab", "-u"]) ? String(words[2]) : nil
    }
}
