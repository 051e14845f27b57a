import Domain

/// Something starts collection runs when they are due, what it starts is this program, and it has been doing so.
enum ScheduleCheck {
    /// How late a run may be before the schedule counts as stopped: jitter, a slow run, one that was skipped.
    static func grace(_ every: Duration) -> Duration { every * 2 + .minutes(10) }

    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard let settings = facts.settings.resolved else { return [.notChecked(.schedule, because: .settings)] }
        let timer = facts.installed[ServiceUnits.timer]
        if let broken = facts.cron.lines.lazy.compactMap({ brokenLine($0) }).first { return [broken] }
        if timer == nil, facts.cron.lines.isEmpty { return [unscheduled(facts, every: settings.collectEvery)] }
        // A machine may have both; one that works is enough.
        var findings = facts.cron.lines.isEmpty ? [] : [cron(facts)]
        if let timer { findings.append(judge(timer, facts)) }
        let working = findings.filter { $0.outcome == .ok }
        guard !working.isEmpty else { return findings }
        return [lastRun(facts, every: settings.collectEvery) ?? working[0]]
    }

    private static func unscheduled(_ facts: HealthFacts, every: Duration) -> Finding {
        if case .unknown(let reason) = facts.units { return .notChecked(.schedule, nil, reason) }
        if let reason = facts.cron.unread { return .notChecked(.schedule, nil, reason) }
        // Where nothing is installed, only the runs show a schedule.
        if !facts.isService, facts.database.contents == nil { return .notChecked(.schedule, because: .database) }
        // `serve` has its own schedule, and so may another host; both leave their runs as evidence. For an installed
        // service only the schedule of this machine counts.
        let newest = facts.database.contents?.runs.first {
            $0.trigger == .scheduler || !facts.isService && $0.trigger != .manual
        }
        if let newest, facts.now - newest.started <= grace(every) {
            return Finding(
                .schedule, nil, .ok,
                newest.trigger == .scheduler
                    ? Phrase("bitcoin-analyzer serve collects", fr: "bitcoin-analyzer serve collecte")
                    : Phrase(
                        "runs are recorded; their schedule is not on this host",
                        fr: "des collectes sont enregistrées\u{A0}; leur planification n’est pas sur cette machine"),
                evidence: [
                    Evidence(
                        time: newest.started, source: "runs",
                        line: "\(newest.id) \(newest.trigger.rawValue) \(newest.outcome.rawValue)")
                ])
        }
        return Finding(
            .schedule, nil, .failed,
            Phrase(
                "no timer and no cron line starts collections",
                fr: "ni minuterie ni ligne cron ne lance les collectes"),
            problem: .scheduleMissing,
            evidence: [
                Evidence(source: "systemctl show \(ServiceUnits.timer)", line: "not installed"),
                Evidence(source: CronFacts.installedTable, line: "no line"),
            ], remedy: "sudo bitcoin-analyzer install")
    }

    private static func judge(_ timer: UnitState, _ facts: HealthFacts) -> Finding {
        let name = ServiceUnits.timer
        let evidence = [
            Evidence(
                time: timer.lastTrigger, source: "systemctl show \(name)",
                line: "ActiveState=\(timer.active) UnitFileState=\(timer.enabled)")
        ]
        guard timer.active == "active" else {
            return Finding(
                .schedule, name, .failed, Phrase("is stopped (\(timer.active))", fr: "est arrêtée (\(timer.active))"),
                problem: .scheduleStopped, evidence: evidence,
                remedy: "sudo systemctl enable --now \(name)")
        }
        if let collect = facts.installed[ServiceUnits.collect],
            let fault = CommandFault.of(collect.command, files: facts.collectFiles)
        {
            return Finding(
                .schedule, ServiceUnits.collect, .failed, fault.phrase, problem: .scheduleCommand,
                evidence: [
                    Evidence(
                        source: "systemctl cat \(ServiceUnits.collect)",
                        line: "ExecStart=\(collect.command.joined(separator: " "))")
                ],
                remedy: "sudo bitcoin-analyzer install")
        }
        guard timer.enabled.hasPrefix("enabled") else {
            return Finding(
                .schedule, name, .failed,
                Phrase(
                    "active, but will not start after a reboot",
                    fr: "active, mais ne redémarrera pas avec la machine"),
                problem: .scheduleStopped, evidence: evidence, remedy: "sudo systemctl enable \(name)")
        }
        return Finding(
            .schedule, name, .ok,
            timer.nextElapse.map {
                Phrase("enabled; next run at \($0)", fr: "activée\u{A0}; prochaine collecte à \($0)")
            } ?? Phrase("enabled", fr: "activée"))
    }

    private static func cron(_ facts: HealthFacts) -> Finding {
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
        let line = facts.cron.lines[0]
        return Finding(
            .schedule, "cron", .ok,
            Phrase(
                "a line in \(line.place) starts collections", fr: "une ligne de \(line.place) lance les collectes"),
            evidence: [Evidence(source: line.place, line: line.text)])
    }

    private static func brokenLine(_ line: CronFacts.Line) -> Finding? {
        guard let fault = CommandFault.of(line.command, files: line.files) else { return nil }
        return Finding(
            .schedule, "cron", .failed, fault.phrase, problem: .scheduleCommand,
            evidence: [Evidence(source: line.place, line: line.text)],
            remedy: line.place == CronFacts.installedTable
                ? "sudo bitcoin-analyzer install --scheduler cron" : "crontab -e")
    }

    /// Everything is in place, and still no run has started.
    private static func lastRun(_ facts: HealthFacts, every: Duration) -> Finding? {
        guard let contents = facts.database.contents else { return nil }
        let automatic = contents.runs.first { $0.trigger != .manual }
        let since = [automatic?.started, facts.installed[ServiceUnits.timer]?.activeSince].compactMap(\.self).max()
        guard let since, facts.now - since > grace(every) else { return nil }
        let minutes = (facts.now - since).components.seconds / 60
        return Finding(
            .schedule, nil, .failed,
            Phrase("no scheduled run for \(minutes) min", fr: "aucune collecte planifiée depuis \(minutes) min"),
            problem: .scheduleOverdue,
            evidence: [
                Evidence(
                    time: automatic?.started, source: "runs",
                    line: automatic.map { "\($0.id) \($0.trigger.rawValue)" } ?? "no scheduled run is recorded")
            ],
            remedy: "journalctl -u \(ServiceUnits.collect) -n 50; sudo systemctl start \(ServiceUnits.collect)")
    }
}

extension CronFacts.Line {
    /// System tables have the user before the command.
    var command: [String] { CronLine.command(of: text, namesUser: place.hasPrefix("/")) }

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
}
