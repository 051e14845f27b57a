import Domain

/// This machine's clock agrees with everybody else's.
enum ClockCheck {
    static let tolerated: Duration = .minutes(2)

    static func findings(_ facts: HealthFacts) -> [Finding] {
        if let evidence = disagreement(facts) {
            return [
                Finding(
                    .clock, nil, .failed,
                    Phrase(
                        "this machine's clock is wrong: \(evidence.line)",
                        fr: "l'horloge de cette machine est fausse : \(evidence.line)"),
                    cause: .clockSkew, evidence: [evidence], remedy: "timedatectl; sudo timedatectl set-ntp true")
            ]
        }
        switch facts.clock.synchronised {
        case true?: return [Finding(.clock, nil, .ok, Phrase("synchronised", fr: "synchronisée"))]
        case false?:
            return [
                Finding(
                    .clock, nil, .warning,
                    Phrase("no time server keeps it right", fr: "aucun serveur de temps ne la règle"),
                    evidence: [Evidence(source: "timedatectl", line: "NTPSynchronized=no")],
                    remedy: "sudo timedatectl set-ntp true")
            ]
        case nil:
            return [
                Finding(
                    .clock, nil, .info,
                    Phrase(
                        "nothing contradicts it; whether it is synchronised is not known here",
                        fr: "rien ne la contredit ; synchronisation inconnue ici"))
            ]
        }
    }

    private static func disagreement(_ facts: HealthFacts) -> Evidence? {
        let now = facts.now
        func differs(_ time: Timestamp) -> Bool { (now - time).magnitude > tolerated }
        for case (let role, .answered(_, true, let date?)) in facts.ports.map({ ($0.role, $0.answer) })
        where differs(date) {
            return Evidence(
                time: now, source: "Date of the \(role)'s answer", line: "the \(role) says \(date), this machine \(now)"
            )
        }
        guard let contents = facts.database.contents else { return nil }
        if let time = contents.serverTime, differs(time) {
            return Evidence(
                time: now, source: "database server", line: "the database server says \(time), this machine \(now)")
        }
        if let last = contents.runs.first, last.started > now + tolerated {
            return Evidence(
                time: now, source: "runs", line: "run \(last.id) began at \(last.started), and it is \(now) here")
        }
        guard let newest = contents.newestCandle else { return nil }
        if newest.seenAt > now + tolerated {
            return Evidence(
                time: now, source: "candles", line: "a price was seen at \(newest.seenAt), and it is \(now) here")
        }
        // A venue's clock is kept with the price: far behind the run that fetched it, it is ours that is ahead.
        if let run = contents.runs.first(where: { $0.id == newest.run }), newest.seenAt + .minutes(10) < run.started,
            !newest.isClosed
        {
            return Evidence(
                time: run.started, source: "candles",
                line: "\(newest.source) said it was \(newest.seenAt) when it was \(run.started) here")
        }
        return allStale(contents.runs.first)
    }

    /// To a clock that is ahead, every source is behind.
    private static func allStale(_ run: Run?) -> Evidence? {
        let prices = run?.sources.filter { $0.part == .prices } ?? []
        guard let run, prices.count > 1, prices.allSatisfy({ $0.error?.kind == .stale || $0.error?.kind == .empty })
        else { return nil }
        return Evidence(
            time: run.started, source: "runs",
            line:
                "in run \(run.id) all \(prices.count) price sources seemed to be behind: this clock may be ahead of them"
        )
    }
}

extension Duration {
    /// Without its sign.
    fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}
