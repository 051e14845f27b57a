import Domain

/// The clock of this machine agrees with those of the others.
enum ClockCheck {
    static let tolerated: Duration = .minutes(2)

    static func findings(_ facts: HealthFacts) -> [Finding] {
        if let found = disagreement(facts) {
            return [
                Finding(
                    .clock, nil, .failed,
                    Phrase(
                        "the clock of this machine is wrong: ",
                        fr: "l’horloge de cette machine n’est pas à l’heure\u{A0}: ")
                        + found.what,
                    problem: .clockWrong, evidence: [found.evidence],
                    remedy: "timedatectl; \(synchronising(facts.clock))")
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
                    remedy: synchronising(facts.clock))
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

    /// `timedatectl set-ntp` fails with “NTP not supported” where no time service is installed, as in minimal images
    /// of Debian; the package enables and starts itself.
    private static func synchronising(_ clock: ClockFacts) -> String {
        clock.hasTimeService == false
            ? "sudo apt-get install systemd-timesyncd" : "sudo timedatectl set-ntp true"
    }

    /// What another clock says, and the line that shows it.
    private struct Disagreement {
        let what: Phrase
        let evidence: Evidence

        init(_ other: Phrase, _ time: Timestamp, here: Timestamp, at moment: Timestamp, source: String) {
            what =
                other
                + Phrase(
                    " \(time); this machine: \(here)", fr: " \(time)\u{A0}; cette machine\u{A0}: \(here)")
            evidence = Evidence(time: moment, source: source, line: what.english)
        }
    }

    private static func disagreement(_ facts: HealthFacts) -> Disagreement? {
        let now = facts.now
        func found(_ other: Phrase, _ time: Timestamp, in source: String) -> Disagreement {
            Disagreement(other, time, here: now, at: now, source: source)
        }
        func differs(_ time: Timestamp) -> Bool { (now - time).magnitude > tolerated }
        for case (let role, .responded(_, true, let date?)) in facts.ports.map({ ($0.role, $0.response) })
        where differs(date) {
            return found(Phrase("\(role):", fr: "\(role)\u{A0}:"), date, in: "Date header of the \(role)")
        }
        guard let contents = facts.database.contents else { return nil }
        if let time = contents.serverTime, differs(time) {
            return found(
                Phrase("database server:", fr: "serveur de la base de données\u{A0}:"), time, in: "database server")
        }
        // Of several hosts with one database, whose server agrees with this machine, another one may be wrong.
        let isConfirmed = contents.serverTime != nil
        if let last = contents.runs.first(where: { !isConfirmed || $0.host == facts.host }),
            last.started > now + tolerated
        {
            return found(
                Phrase("run \(last.id) started at", fr: "la collecte \(last.id) a commencé à"), last.started, in: "runs"
            )
        }
        guard let newest = contents.newestCandle else { return nil }
        if !isConfirmed, newest.seenAt > now + tolerated {
            return found(
                Phrase("a price was recorded at", fr: "un cours a été enregistré à"), newest.seenAt, in: "candles")
        }
        // A removed source is not asked again, and its measurement stays.
        let configured = facts.settings.resolved?.sources ?? []
        return venues(contents.sources.filter { configured.isEmpty || configured.contains($0.source) }, now)
    }

    /// The clocks of the venues, as each said in its newest response: one that differs alone is that venue's own.
    private static func venues(_ sources: [SourceState], _ now: Timestamp) -> Disagreement? {
        let measured = sources.compactMap { state in state.clock.map { (source: state.source, clock: $0) } }
            .filter { now - $0.clock.measured <= .hours(3) && $0.clock.measured - now <= tolerated }
        let newest = measured.max { $0.clock.measured < $1.clock.measured }
        let apart = measured.filter { $0.clock.offset.magnitude > tolerated }
        guard let newest, newest.clock.offset.magnitude > tolerated, apart.count * 2 > measured.count else {
            return nil
        }
        return Disagreement(
            Phrase("\(newest.source):", fr: "\(newest.source)\u{A0}:"), newest.clock.measured + newest.clock.offset,
            here: newest.clock.measured, at: newest.clock.measured, source: "Date header of \(newest.source)")
    }
}

extension Duration {
    /// Without its sign.
    fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}
