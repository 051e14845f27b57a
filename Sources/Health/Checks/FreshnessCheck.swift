import Domain

/// The price and the news are as new as the schedule promises.
package enum FreshnessCheck {
    /// How old the newest article may be: feeds publish irregularly, and only a day without any article is suspicious.
    package static let newsFreshFor: Duration = .days(1)

    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard let contents = facts.database.contents, let settings = facts.settings.resolved else {
            return [.notChecked(.freshness, because: .database)]
        }
        return [price(contents, settings, facts), news(contents, facts)]
    }

    private static func price(
        _ contents: DatabaseFacts.Contents, _ settings: SettingsFacts.Resolved, _ facts: HealthFacts
    ) -> Finding {
        guard let newest = contents.newestCandle else { return neverCollected(contents, settings, facts) }
        let age = facts.now - newest.priceTime
        let minutes = max(0, age.components.seconds / 60)
        guard age > settings.freshFor else {
            return Finding(
                .freshness, "prices", .ok,
                Phrase("the newest price is \(minutes) min old", fr: "le dernier cours a \(minutes) min"))
        }
        let finished = contents.runs.first { $0.outcome != .running }
        let collected = finished?.sources.contains { $0.part == .prices && $0.error == nil } ?? false
        return Finding(
            .freshness, "prices", .failed,
            Phrase(
                "stale: the newest price is from \(newest.priceTime), \(minutes) min ago",
                fr: "obsolète\u{A0}: le dernier cours date de \(newest.priceTime), il y a \(minutes) min"),
            problem: .stale(collected: collected), since: newest.priceTime + settings.freshFor,
            evidence: [Evidence(time: newest.seenAt, source: "candles", line: "\(newest.source) \(newest.priceTime)")]
                + [finished.map(Self.line)].compactMap(\.self),
            remedy: "bitcoin-analyzer doctor --online; bitcoin-analyzer collect")
    }

    private static func neverCollected(
        _ contents: DatabaseFacts.Contents, _ settings: SettingsFacts.Resolved, _ facts: HealthFacts
    ) -> Finding {
        let newest = contents.runs.first
        if let newest, newest.outcome == .running, facts.now - newest.started <= RunsCheck.hungAfter(settings.runLimit)
        {
            return Finding(
                .freshness, "prices", .warning,
                Phrase(
                    "no price has been collected yet; a run is in progress",
                    fr: "aucun cours n’a encore été collecté\u{A0}; une collecte est en cours"),
                evidence: [line(newest)])
        }
        return Finding(
            .freshness, "prices", .failed,
            Phrase("no price has been collected yet", fr: "aucun cours n’a encore été collecté"),
            problem: .neverCollected,
            evidence: [newest.map(Self.line) ?? Evidence(source: "runs", line: "no run is recorded")],
            remedy: "bitcoin-analyzer collect")
    }

    private static func line(_ run: Run) -> Evidence {
        Evidence(time: run.started, source: "runs", line: "\(run.id) \(run.command) \(run.outcome.rawValue)")
    }

    private static func news(_ contents: DatabaseFacts.Contents, _ facts: HealthFacts) -> Finding {
        guard let newest = contents.newestArticle else {
            return Finding(
                .freshness, "news", .info,
                Phrase("no article has been collected yet", fr: "aucun article n’a encore été collecté"))
        }
        let age = facts.now - newest
        let hours = max(0, age.components.seconds / 3600)
        return age <= newsFreshFor
            ? Finding(
                .freshness, "news", .ok,
                Phrase("the newest article is \(hours) h old", fr: "le dernier article a \(hours) h"))
            : Finding(
                .freshness, "news", .warning,
                Phrase("no new article for \(hours) h", fr: "aucun nouvel article depuis \(hours) h"),
                remedy: "bitcoin-analyzer collect news")
    }
}
