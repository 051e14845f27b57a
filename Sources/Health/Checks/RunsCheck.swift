package import Domain

/// The newest run ended, or is still within its time limit.
package enum RunsCheck {
    /// When a run that has not ended counts as hung: a quarter more than its time limit (`COLLECT_TIMEOUT`), for by
    /// then its own watchdog or systemd would have ended it. The only threshold for it.
    package static func hungAfter(_ limit: Duration) -> Duration { limit * 5 / 4 }

    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard let contents = facts.database.contents, let settings = facts.settings.resolved else {
            return [.notChecked(.runs, because: .database)]
        }
        return findings(in: contents.runs, lease: contents.collecting, limit: settings.runLimit, at: facts.now)
    }

    /// - Parameters:
    ///   - runs: newest first.
    ///   - lease: the collector at that moment; `nil` for none, or when unknown.
    ///   - limit: `COLLECT_TIMEOUT`.
    ///   - isPast: whether the moment is in the past, so that a run abandoned later counts as crashed.
    package static func findings(
        in runs: [Run], lease: CollectionLease?, limit: Duration, at now: Timestamp, isPast: Bool = false
    ) -> [Finding] {
        guard let newest = runs.first else {
            return [
                Finding(.runs, nil, .info, Phrase("no run is recorded yet", fr: "aucune collecte n’est enregistrée"))
            ]
        }
        if let finding = hung(newest, lease, limit, now) { return [finding] }
        if let finding = crashed(runs, lease, now, isPast) { return [finding] }
        let evidence = [line(newest)]
        guard newest.outcome != .running else {
            return [
                Finding(
                    .runs, nil, .info,
                    Phrase(
                        "a run has been in progress since \(newest.started)",
                        fr: "une collecte est en cours depuis \(newest.started)"), evidence: evidence)
            ]
        }
        return [
            Finding(
                .runs, nil, newest.outcome == .ok || newest.outcome == .degraded ? .ok : .info,
                Phrase(
                    "the last run (\(newest.started)) \(newest.outcome.phrase.english)",
                    fr: "dernière collecte (\(newest.started))\u{A0}: \(newest.outcome.phrase.french)"),
                evidence: evidence)
        ]
    }

    private static func line(_ run: Run) -> Evidence {
        Evidence(time: run.started, source: "runs", line: "\(run.id) \(run.command) \(run.outcome.rawValue)")
    }

    /// Its own watchdog has not ended it in time.
    private static func hung(_ run: Run, _ lease: CollectionLease?, _ limit: Duration, _ now: Timestamp) -> Finding? {
        // A backfill takes as long as it takes, and lets runs go first.
        guard run.outcome == .running, run.isPass || run.command == Run.fileImport,
            now - run.started > hungAfter(limit),
            lease?.isGone != true
        else { return nil }
        let age = (now - run.started).phrase
        let holder = lease.map { lease in
            Evidence(
                time: now, source: "leases",
                line: "process \(lease.holder.process) on \(lease.holder.host) holds the lease")
        }
        return Finding(
            .runs, nil, .failed,
            Phrase(
                "run \(run.id) has been running for \(age.english)",
                fr: "la collecte \(run.id) tourne depuis \(age.french)"),
            problem: .runHung, host: run.host, since: run.started,
            evidence: [line(run)] + [holder].compactMap(\.self),
            remedy: "bitcoin-analyzer runs; \(ending(run, lease))")
    }

    /// The command that ends it. Restarting the unit starts another pass beside one that cron or a person began, and
    /// that finds the lease taken.
    private static func ending(_ run: Run, _ lease: CollectionLease?) -> String {
        guard run.trigger == .cron || run.trigger == .manual, let lease, lease.holder.run == run.id else {
            return "sudo systemctl restart \(ServiceUnits.collect)"
        }
        return "ps -fp \(lease.holder.process); sudo kill \(lease.holder.process)"
    }

    /// A stopped run is recorded as abandoned too, but by itself, before any other run begins.
    private static func crashed(_ runs: [Run], _ lease: CollectionLease?, _ now: Timestamp, _ isPast: Bool) -> Finding?
    {
        let isRunning = runs.first?.outcome == .running
        guard
            let run =
                isRunning && runs.count > 1 && runs[1].outcome == .abandoned && runs[1].finished == runs[0].started
                ? runs[1] : runs.first
        else { return nil }
        // Killing a backfill or an import makes nothing shown older: a person began it, and begins it again.
        guard run.isPass else { return nil }
        let summary: Phrase
        var evidence = [line(run)]
        if run.outcome == .running, let lease, lease.holder.run == run.id, lease.isGone {
            let process = lease.holder.process
            summary = Phrase(
                "process \(process) of run \(run.id) no longer exists, and the run did not finish",
                fr: "le processus \(process) de la collecte \(run.id) n’existe plus, et elle n’est pas terminée")
            evidence.append(Evidence(time: now, source: "/proc/\(process)", line: "no such process"))
        } else if run.id != runs.first?.id || isPast && run.outcome == .abandoned {
            summary = Phrase(
                "run \(run.id) had no process any more when the next run started",
                fr: "la collecte \(run.id) n’avait plus de processus au démarrage de la suivante")
        } else {
            return nil
        }
        return Finding(
            .runs, nil, .warning, summary, problem: .runCrashed, host: run.host, since: run.started,
            evidence: evidence, remedy: "journalctl -u \(ServiceUnits.collect) -n 50; bitcoin-analyzer collect")
    }
}
