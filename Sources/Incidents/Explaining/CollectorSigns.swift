import Domain
import Health

/// What the records of the runs, and who holds the lease, tell of the collector itself.
enum CollectorSigns {
    /// A pass that goes on for a quarter longer than it may: its own watchdog has not ended it.
    static let hung: @Sendable (Observation) -> [Sign] = { observation in
        guard let run = observation.runs.first(where: { $0.outcome == .running }),
            observation.moment - run.started > observation.passLimit * 5 / 4,
            observation.collecting?.isGone != true
        else { return [] }
        let seconds = (observation.moment - run.started).components.seconds
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
                    "run \(run.id) has been under way for \(seconds) s",
                    fr: "la collecte \(run.id) dure depuis \(seconds) s"), since: run.started,
                evidence: [
                    Evidence(
                        time: run.started, source: "runs", line: "\(run.id) \(run.command) \(run.outcome.rawValue)")
                ] + holder,
                remedy: "bitcoin-analyzer runs; sudo systemctl restart \(ServiceUnits.collect)")
        ]
    }

    /// A pass whose process is gone: nobody has ended it in the records yet, or the pass after it found it so when it began.
    ///
    /// One that was asked to stop is recorded as abandoned too, but by itself, before any other pass begins.
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
                "process \(collecting.holder.process) of run \(run.id) is gone, and the run has not ended",
                fr:
                    "le processus \(collecting.holder.process) de la collecte \(run.id) n'existe plus, et elle n'est pas terminée"
            )
            evidence.append(
                Evidence(
                    time: observation.moment, source: "/proc/\(collecting.holder.process)", line: "no such process"))
        } else if run.id != runs.first?.id || observation.isPast && run.outcome == .abandoned {
            how = Phrase(
                "the next pass found run \(run.id) without its process",
                fr: "la collecte suivante a trouvé \(run.id) sans son processus")
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
