import Domain

/// The clock of this machine agrees with those of the others.
enum ClockCheck {
    static let tolerated: Duration = .minutes(2)

    static func findings(_ facts: HealthFacts) -> [Finding] {
        if let evidence = disagreement(facts) {
            return [
                Finding(
                    .clock, nil, .failed,
                    Phrase(
                        "the clock of this machine is wrong: \(evidence.line)",
                        fr: "l’horloge de cette machine est fausse (voir la ligne constatée)"),
                    problem: .clockWrong, evidence: [evidence], remedy: "timedatectl; sudo timedatectl set-ntp true")
            ]
        }
        switch facts.clock.synchronised {
        case true?: return [Finding(.clock, nil, .ok, Phrase("synchronised", fr: "synchronisée"))]
        case false?:
            return [
                Finding(
                    .clock, nil, .warning,
                    Phrase("not synchronised with a time server", fr: "pas synchronisée avec un serveur de temps"),
                    evidence: [Evidence(source: "timedatectl", line: "NTPSynchronized=no")],
                    remedy: "sudo timedatectl set-ntp true")
            ]
        case nil:
            return [
                Finding(
                    .clock, nil, .info,
                    Phrase(
                        "plausible; whether it is synchronised is unknown here",
                        fr: "plausible\u{A0}; synchronisation inconnue ici"))
            ]
        }
    }

    private static func disagreement(_ facts: HealthFacts) -> Evidence? {
        let now = facts.now
        func differs(_ time: Timestamp) -> Bool { (now - time).magnitude > tolerated }
        for case (let role, .responded(_, true, let date?)) in facts.ports.map({ ($0.role, $0.response) })
        where differs(date) {
            return Evidence(
                time: now, source: "Date header of the \(role)", line: "\(role): \(date); this machine: \(now)")
        }
        guard let contents = facts.database.contents else { return nil }
        if let time = contents.serverTime, differs(time) {
            return Evidence(
                time: now, source: "database server", line: "database server: \(time); this machine: \(now)")
        }
        if let last = contents.runs.first, last.started > now + tolerated {
            return Evidence(
                time: now, source: "runs", line: "run \(last.id) started at \(last.started); this machine: \(now)")
        }
        guard let newest = contents.newestCandle else { return nil }
        if newest.seenAt > now + tolerated {
            return Evidence(
                time: now, source: "candles", line: "a price was recorded at \(newest.seenAt); this machine: \(now)")
        }
        // The venue's time is stored with the price: far behind the run that fetched it, our clock is ahead.
        if let run = contents.runs.first(where: { $0.id == newest.run }),
            run.started <= now + tolerated || contents.runs.first == run, newest.seenAt + .minutes(10) < run.started,
            !newest.isClosed
        {
            return Evidence(
                time: run.started, source: "candles",
                line: "\(newest.source): \(newest.seenAt); this machine at that moment: \(run.started)")
        }
        return allStale(contents.runs.first)
    }

    /// For a clock that is ahead, every source is stale.
    private static func allStale(_ run: Run?) -> Evidence? {
        let prices = run?.sources.filter { $0.part == .prices } ?? []
        guard let run, prices.count > 1, prices.allSatisfy({ $0.error?.kind == .stale || $0.error?.kind == .empty })
        else { return nil }
        return Evidence(
            time: run.started, source: "runs",
            line:
                "in run \(run.id) all \(prices.count) price sources seemed to be stale: this clock may be ahead of them"
        )
    }
}

extension Duration {
    /// Without its sign.
    fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}
