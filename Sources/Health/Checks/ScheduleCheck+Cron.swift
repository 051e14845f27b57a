import Domain

/// Lines of cron that start collections, and what keeps them from it.
extension ScheduleCheck {
    static func cron(_ line: CronFacts.Line, _ facts: HealthFacts) -> Finding {
        guard facts.cron.daemonRuns else {
            return Finding(
                .schedule, "cron", .failed,
                Phrase(
                    "a cron line exists, but no cron daemon is running",
                    fr: "une ligne cron existe, mais aucun démon cron n’est en cours d’exécution"),
                problem: .scheduleStopped,
                evidence: [Evidence(source: "/proc/*/comm", line: "no process cron or crond")],
                remedy: (facts.cron.daemonUnmasking.map { $0 + " && " } ?? "") + "sudo systemctl enable --now cron")
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
    static func rare(_ lines: [CronFacts.Line], _ facts: HealthFacts) -> Finding? {
        guard let line = lines.first, let every = facts.settings.resolved?.collectEvery,
            let pause = CronSchedule.longestPause(of: lines.map(\.text)), pause > grace(every)
        else { return nil }
        return Finding(
            .schedule, "cron", .failed,
            Phrase(
                "\(line.place) starts no collection for \(pause.phrase.english) at a time; COLLECT_EVERY is "
                    + every.phrase.english,
                fr: "\(line.place) ne lance aucune collecte pendant \(pause.phrase.french), alors que COLLECT_EVERY "
                    + "vaut \(every.phrase.french)"),
            problem: .scheduleStopped, evidence: [line.evidence],
            remedy: line.place == CronFacts.installedTable && !CronSchedule.expresses(every)
                ? "sudo bitcoin-analyzer install --scheduler timer" : correction(of: line))
    }

    static func refused(_ line: CronFacts.Line) -> Finding? {
        guard let refusal = line.refusal else { return nil }
        return Finding(
            .schedule, "cron", .failed, Phrase(verbatim: "\(line.place): ") + refusal.phrase, problem: .cronRefuses,
            evidence: [line.refusalEvidence, line.evidence].compactMap(\.self),
            remedy: refusal.remedy(of: line.place))
    }

    static func brokenLine(_ line: CronFacts.Line) -> Finding? {
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
}

extension CronFacts.Line {
    /// System tables have the user before the command.
    var command: [String] { CronLine.command(of: text, namesUser: place.hasPrefix("/")) }

    /// Whether it may start a collection: any line but one that runs another command of this program.
    var collects: Bool {
        let words = CronLine.words(of: text, namesUser: place.hasPrefix("/"))
        if let first = words.first, ["echo", "printf", "true", "false", ":"].contains(first) { return false }
        if let collect = words.firstIndex(of: "collect") {
            // Of the news alone no price comes.
            return !words.dropFirst(collect + 1).contains { ["news", "--help", "-h"].contains($0) }
        }
        guard
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
