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
                Evidence(source: CronFacts.installedTable, line: "no line that starts collections"),
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
        if timer.conditionsHeld == false {
            return Finding(
                .schedule, timer.name, .failed,
                Phrase(
                    "is stopped, as a condition of its unit does not hold",
                    fr: "est arrêtée, car une condition de son unité n’est pas remplie") + timer.conditions,
                problem: .scheduleStopped, evidence: [state(timer)] + timer.changeEvidence,
                remedy: timer.restoring(["Condition", "Assert"]))
        }
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
