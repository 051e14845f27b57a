import Domain
import Health

/// Signs of a failing collector, from the records of the runs and the lease.
enum CollectorSigns {
    /// A run that exceeds its limit by a quarter, so its own watchdog has not stopped it.
    static let hung: @Sendable (Observation) -> [Sign] = { observation in
        guard let run = observation.runs.first(where: { $0.outcome == .running }),
            observation.moment - run.started > observation.passLimit * 5 / 4,
            observation.collecting?.isGone != true
        else { return [] }
        let duration = (observation.moment - run.started).phrase
        let holder =
            observation.collecting.map {
                [
                    Evidence(
                        time: observation.moment, source: "leases",
                        line: "process \($0.holder.process) on \($0.holder.host) holds the lease")
                ]
            } ?? []
        return [
            Sign(
                at: Incident.Place(host: run.host),
                Phrase(
                    "run \(run.id) has been running for \(duration.english)",
                    fr: "la collecte \(run.id) tourne depuis \(duration.french)"), since: run.started,
                evidence: [
                    Evidence(
                        time: run.started, source: "runs", line: "\(run.id) \(run.command) \(run.outcome.rawValue)")
                ] + holder,
                remedy: "bitcoin-analyzer runs; sudo systemctl restart \(ServiceUnits.collect)")
        ]
    }

    /// A run whose process no longer exists: still recorded as running, or marked as abandoned by the next run.
    ///
    /// A run that was asked to stop marks itself as abandoned, before another run starts.
    static let crashed: @Sendable (Observation) -> [Sign] = { observation in
        let runs = observation.runs
        let isUnderWay = runs.first?.outcome == .running
        guard
            let run =
                isUnderWay && runs.count > 1 && runs[1].outcome == .abandoned && runs[1].finished == runs[0].started
                ? runs[1] : runs.first
        else { return [] }
        let line = Evidence(time: run.started, source: "runs", line: "\(run.id) \(run.command) \(run.outcome.rawValue)")
        let how: Phrase
        var evidence = [line]
        if run.outcome == .running, let collecting = observation.collecting, collecting.holder.run == run.id,
            collecting.isGone
        {
            how = Phrase(
                "process \(collecting.holder.process) of run \(run.id) no longer exists, and the run did not finish",
                fr:
                    "le processus \(collecting.holder.process) de la collecte \(run.id) n’existe plus, et elle n’est pas terminée"
            )
            evidence.append(
                Evidence(
                    time: observation.moment, source: "/proc/\(collecting.holder.process)", line: "no such process"))
        } else if run.id != runs.first?.id || observation.isPast && run.outcome == .abandoned {
            how = Phrase(
                "run \(run.id) had no process any more when the next run started",
                fr: "la collecte \(run.id) n’avait plus de processus au démarrage de la suivante")
        } else {
            return []
        }
        return [
            Sign(
                at: Incident.Place(host: run.host), how, severity: .warning, since: run.started, evidence: evidence,
                remedy: "journalctl -u \(ServiceUnits.collect) -n 50; bitcoin-analyzer collect")
        ]
    }
}
