package import Domain

/// The price and the news are as new as the schedule promises.
enum FreshnessCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard let contents = facts.database.contents, let settings = facts.settings.resolved else {
            return [.notChecked(.freshness, because: .database)]
        }
        return [price(contents, settings, facts), news(contents, facts)]
    }

    private static func price(
        _ contents: DatabaseFacts.Contents, _ settings: SettingsFacts.Resolved, _ facts: HealthFacts
    ) -> Finding {
        guard let newest = contents.newestCandle else {
            return stale(
                "prices", Phrase("no price has been collected yet", fr: "aucun cours n'a encore été collecté"),
                contents, settings, facts)
        }
        let age = facts.now - newest.priceTime
        let minutes = max(0, age.components.seconds / 60)
        guard age > settings.freshFor else {
            return Finding(
                .freshness, "prices", .ok,
                Phrase("the newest price is \(minutes) min old", fr: "le dernier cours a \(minutes) min"))
        }
        return stale(
            "prices",
            Phrase(
                "the newest price is of \(newest.priceTime), \(minutes) min ago",
                fr: "le dernier cours est de \(newest.priceTime), il y a \(minutes) min"),
            contents, settings, facts)
    }

    /// News come when they come: only a day without any is worth a word.
    private static func news(_ contents: DatabaseFacts.Contents, _ facts: HealthFacts) -> Finding {
        guard let newest = contents.newestArticle else {
            return Finding(
                .freshness, "news", .info,
                Phrase("no article has been collected yet", fr: "aucun article n'a encore été collecté"))
        }
        let hours = max(0, (facts.now - newest).components.seconds / 3600)
        return hours < 24
            ? Finding(
                .freshness, "news", .ok,
                Phrase("the newest article came \(hours) h ago", fr: "le dernier article est arrivé il y a \(hours) h"))
            : Finding(
                .freshness, "news", .warning,
                Phrase("no new article for \(hours) h", fr: "aucun nouvel article depuis \(hours) h"),
                remedy: "bitcoin-analyzer collect news")
    }

    private static func stale(
        _ subject: String, _ summary: Phrase, _ contents: DatabaseFacts.Contents, _ settings: SettingsFacts.Resolved,
        _ facts: HealthFacts
    ) -> Finding {
        let cause = StaleCause.of(contents.runs, every: settings.collectEvery, now: facts.now)
        return Finding(
            .freshness, subject, .failed, summary, cause: cause.cause, evidence: cause.evidence, remedy: cause.remedy)
    }
}

/// Why data are old, as far as the records of the runs tell.
package struct StaleCause: Hashable, Sendable {
    package let cause: Cause
    package let evidence: [Evidence]
    package let remedy: String

    /// - Parameter runs: newest first.
    package static func of(_ runs: [Run], every: Duration, now: Timestamp) -> StaleCause {
        guard let last = runs.first else {
            return StaleCause(
                cause: .scheduleMissing, evidence: [Evidence(source: "runs", line: "no run is recorded")],
                remedy: "bitcoin-analyzer collect")
        }
        let line = Evidence(
            time: last.started, source: "runs", line: "\(last.id) \(last.command) \(last.outcome.rawValue)")
        if last.outcome == .running, now - last.started > .minutes(10) {
            return StaleCause(
                cause: .collectorHung, evidence: [line],
                remedy: "bitcoin-analyzer runs; sudo systemctl restart \(ServiceUnits.collect)")
        }
        if now - last.started > ScheduleCheck.grace(every) {
            return StaleCause(
                cause: .scheduleStopped, evidence: [line],
                remedy: "systemctl list-timers 'bitcoin-analyzer-*'; bitcoin-analyzer collect")
        }
        if last.outcome == .abandoned {
            return StaleCause(
                cause: .collectorCrashed, evidence: [line], remedy: "journalctl -u \(ServiceUnits.collect) -n 50")
        }
        let failures = last.sources.filter { $0.part == .prices }.compactMap { report in
            report.error.map { (report.source, $0) }
        }
        let told = failures.map {
            Evidence(time: last.started, source: $0.0.rawValue, line: "\($0.1.kind.rawValue): \($0.1.message)")
        }
        return StaleCause(
            cause: Cause(everySourceFailedWith: failures.map(\.1.kind)) ?? .sourceStale, evidence: [line] + told,
            remedy: "bitcoin-analyzer doctor --online; bitcoin-analyzer collect")
    }
}
