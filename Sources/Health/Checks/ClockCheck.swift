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
        // A removed source is not asked again, and its measurement stays.
        let configured = facts.settings.resolved?.sources ?? []
        return venues(contents.sources.filter { configured.isEmpty || configured.contains($0.source) }, now)
    }

    /// The clocks of the venues, as each said in its newest response: one that differs alone is that venue's own.
    private static func venues(_ sources: [SourceState], _ now: Timestamp) -> Evidence? {
        let measured = sources.compactMap { state in state.clock.map { (source: state.source, clock: $0) } }
            .filter { now - $0.clock.measured <= .hours(3) && $0.clock.measured - now <= tolerated }
        let newest = measured.max { $0.clock.measured < $1.clock.measured }
        let apart = measured.filter { $0.clock.offset.magnitude > tolerated }
        guard let newest, newest.clock.offset.magnitude > tolerated, apart.count * 2 > measured.count else {
            return nil
        }
        return Evidence(
            time: newest.clock.measured, source: "Date header of \(newest.source)",
            line: "\(newest.source): \(newest.clock.measured + newest.clock.offset); this machine at that moment: "
                + "\(newest.clock.measured)")
    }
}

extension Duration {
    /// Without its sign.
    fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}
