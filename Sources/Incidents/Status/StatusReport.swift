package import Domain
package import Health

/// Freshness and health at a glance: the records, and the explanation of what is wrong.
package struct StatusReport: Encodable, Hashable, Sendable {
    package struct Freshness: Encodable, Hashable, Sendable {
        /// The time of the newest price; of news, when the newest article was first seen.
        package let asOf: Timestamp
        package let ageSeconds: Int64
        package let fresh: Bool
        enum CodingKeys: String, CodingKey { case asOf = "as_of", ageSeconds = "age_seconds", fresh }
    }

    package struct Source: Encodable, Hashable, Sendable {
        package let source: SourceName
        package let part: SourceReport.Part
        package let outcome: SourceReport.Outcome
        /// When the run that asked it began.
        package let asked: Timestamp
        package let error: SourceReport.Failure?
        /// Its last failure among the runs that were read; `nil` without one.
        package let lastFailure: Failure?
        /// Its newest response with data, over all processes.
        package let lastAnswer: Timestamp?
        /// When it may be asked again, and why not before; `nil` when it may be asked now.
        package let nextAttempt: SourceReport.NextAttempt?
        /// The share of the hours of the last 30 days that it supplied, 0 to 1; `nil` for feeds.
        package let share: Double?
        /// The open time of its first candle, where it is known to have none before.
        package let begins: Timestamp?
        /// The longest ranges that it is known not to have, at most five.
        package let outages: [Outage]
        /// What is known of a feed; `nil` for price sources.
        package private(set) var feed: FeedHealth?

        package struct Outage: Encodable, Hashable, Sendable {
            package let interval: Interval
            package let from: Timestamp
            package let to: Timestamp
        }

        package struct Failure: Encodable, Hashable, Sendable {
            package let at: Timestamp
            package let kind: ErrorKind
            package let message: String
            /// When it responded again; `nil` until then.
            package let recovered: Timestamp?
        }

        enum CodingKeys: String, CodingKey {
            case source, part, outcome, asked, error, lastFailure = "last_failure", lastAnswer = "last_answer"
            case nextAttempt = "next_attempt", share, begins, outages, feed
        }

        /// The same without quotations.
        fileprivate var withoutQuotations: Source {
            var source = Source(
                source: self.source, part: part, outcome: outcome, asked: asked, error: error?.withoutQuotations,
                lastFailure: lastFailure.map {
                    Failure(at: $0.at, kind: $0.kind, message: $0.message.withoutQuotations, recovered: $0.recovered)
                }, lastAnswer: lastAnswer, nextAttempt: nextAttempt, share: share, begins: begins, outages: outages)
            source.feed = feed?.withoutQuotations
            return source
        }
    }

    /// What is stored of an interval.
    package struct StoredInterval: Encodable, Hashable, Sendable {
        package let interval: Interval
        package let first: Timestamp
        package let last: Timestamp
        package let stored: Int
        /// Closed candles that some source may still have.
        package let owed: Int
        /// Closed candles that no source has.
        package let absent: Int
    }

    package struct Service: Encodable, Hashable, Sendable {
        package let unit: String
        package let state: String
        package let restarts: Int
        package let since: Timestamp?
    }

    /// The newest attempts to send notifications to an address.
    package struct Notifications: Encodable, Hashable, Sendable {
        /// Kind and host.
        package let receiver: String
        package let lastSent: Timestamp?
        package let lastAttempt: Timestamp
        /// How it failed; `nil` where it succeeded.
        package let error: String?
        /// Those that are tried again.
        package let waiting: Int

        enum CodingKeys: String, CodingKey {
            case receiver, lastSent = "last_sent", lastAttempt = "last_attempt", error, waiting
        }
    }

    package struct OpenIncident: Encodable, Hashable, Sendable {
        package let id: IncidentID
        package let cause: Cause
        package let severity: Incident.Severity
        package let opened: Timestamp
    }

    package struct Problem: Encodable, Hashable, Sendable {
        /// `nil` where something is wrong and nothing explains it, and of what could not be checked.
        package let cause: Cause?
        package let detail: Phrase
        enum CodingKeys: CodingKey { case cause, detail }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(cause, forKey: .cause)
            try container.encode(detail.english, forKey: .detail)
        }
    }

    /// The same with the texts of problems in one language, for JSON, which is otherwise in English.
    package func inLanguage(_ language: Language) -> StatusReport {
        var report = self
        report.problems = problems.map {
            Problem(cause: $0.cause, detail: Phrase(verbatim: $0.detail[language]))
        }
        return report
    }

    package let healthy: Bool
    /// Whether the database was read: without it, there may be a price and news.
    package let isDataKnown: Bool
    package let version: String
    package let asOf: Timestamp
    package let simulated: Bool
    package let price: Freshness?
    package let news: Freshness?
    /// The last ones, newest first.
    package private(set) var runs: [Run]
    package private(set) var sources: [Source]
    package let intervals: [StoredInterval]
    /// Units that systemd knows; `nil` where it did not respond.
    package let services: [Service]?
    package let notifications: [Notifications]
    package let incidents: [OpenIncident]
    /// The roots of what is wrong, what failed without a known cause, and what could not be checked.
    package private(set) var problems: [Problem]
    /// The names of the parts that are left out of the JSON.
    private var withheld: [String] = []

    /// The report with the names of what was left out, and without those of its parts that have such a name.
    package func withholding(_ names: [String]) -> StatusReport {
        var report = self
        report.withheld = names
        return report
    }

    /// The report without quotations.
    package var withoutQuotations: StatusReport {
        var report = self
        report.runs = runs.map(\.withoutQuotations)
        report.sources = sources.map(\.withoutQuotations)
        report.problems = problems.map { Problem(cause: $0.cause, detail: $0.detail.withoutQuotations) }
        return report
    }

    enum CodingKeys: String, CodingKey {
        case healthy, version, asOf = "as_of", simulated, price, news, runs, sources, intervals, services,
            notifications,
            incidents, problems
        case withheld
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(healthy, forKey: .healthy)
        try container.encode(version, forKey: .version)
        try container.encode(asOf, forKey: .asOf)
        try container.encode(simulated, forKey: .simulated)
        try container.encodeIfPresent(price, forKey: .price)
        try container.encodeIfPresent(news, forKey: .news)
        func isShown(_ key: CodingKeys) -> Bool { !withheld.contains(key.rawValue) }
        if isShown(.runs) { try container.encode(runs, forKey: .runs) }
        if isShown(.sources) { try container.encode(sources, forKey: .sources) }
        if isShown(.sources) { try container.encode(intervals, forKey: .intervals) }
        if isShown(.services) { try container.encodeIfPresent(services, forKey: .services) }
        if isShown(.notifications) { try container.encode(notifications, forKey: .notifications) }
        try container.encode(incidents, forKey: .incidents)
        if isShown(.problems) { try container.encode(problems, forKey: .problems) }
        if !withheld.isEmpty { try container.encode(withheld, forKey: .withheld) }
    }
}

extension StatusReport {
    /// - Parameter version: of this program.
    package init(_ facts: HealthFacts, _ explanation: Explanation, version: String) {
        let contents = facts.database.contents
        let settings = facts.settings.resolved
        healthy = explanation.isHealthy
        isDataKnown = contents != nil
        self.version = version
        asOf = facts.now
        simulated = contents?.simulated ?? false
        price = contents?.newestCandle.flatMap { newest in
            settings.map { Freshness(asOf: newest.priceTime, now: facts.now, freshFor: $0.freshFor) }
        }
        news = contents?.newestArticle.map {
            Freshness(asOf: $0, now: facts.now, freshFor: FreshnessCheck.newsFreshFor)
        }
        runs = Array(contents?.runs.prefix(5) ?? []).map { $0.asSeen(with: contents?.collecting) }
        let read = contents?.runs ?? []
        let configured = settings?.sources ?? []
        sources = SourceRecord.latest(in: read).filter { configured.isEmpty || configured.contains($0.source) }.map {
            Source(
                source: $0.source, part: $0.part, outcome: $0.error == nil ? .ok : .failed, asked: $0.run.started,
                error: $0.error,
                lastFailure: SourceTrouble(of: $0.source, in: read).map {
                    Source.Failure(
                        at: $0.at, kind: $0.failure.kind, message: $0.failure.message, recovered: $0.recovered)
                }, contents, at: facts.now)
        }
        intervals = (contents?.intervals ?? []).map {
            StoredInterval(
                interval: $0.interval, first: $0.extent.first, last: $0.extent.last, stored: $0.stored,
                owed: $0.owed, absent: $0.absent)
        }
        services = facts.units.value.map { _ in
            facts.installed.values.sorted { $0.name < $1.name }.map {
                Service(unit: $0.name, state: $0.active, restarts: $0.restarts, since: $0.activeSince)
            }
        }
        let receivers = Set(facts.receivers.map(\.fingerprint))
        notifications = (contents?.deliveries ?? []).filter { receivers.contains($0.receiver.fingerprint) }.map {
            Notifications(
                receiver: $0.receiver.name, lastSent: $0.sent, lastAttempt: $0.attempted, error: $0.error,
                waiting: $0.waiting)
        }
        incidents = facts.openIncidents.map {
            OpenIncident(id: $0.id, cause: $0.cause, severity: $0.severity, opened: $0.opened)
        }
        problems = Self.problems(explanation)
    }

    /// Each root, then what nothing explains, with the cause that it points to, if any, then what did not respond.
    private static func problems(_ explanation: Explanation) -> [Problem] {
        func detail(_ summary: Phrase, _ remedy: Phrase?) -> Phrase {
            remedy.map { summary + Phrase("; fix: ", fr: "\u{A0}; correction\u{A0}: ") + $0 } ?? summary
        }
        var seen: Set<Cause> = []
        let roots = explanation.roots.filter { seen.insert($0.cause).inserted }.map {
            Problem(
                cause: $0.cause,
                detail: detail(
                    $0.sign.summary,
                    $0.sign.remedy.map(Phrase.init(verbatim:))
                        ?? Catalogue.entry($0.cause)?.instruction(at: $0.sign.severity)))
        }
        let unexplained = explanation.unexplained.map { finding in
            Problem(
                cause: explanation.remaining.first { $0.sign.findings.contains(finding) }?.cause,
                detail: detail(finding.summary, finding.remedy.map(Phrase.init(verbatim:))))
        }
        let notChecked = explanation.notChecked.map { finding in
            Problem(cause: nil, detail: finding.check.title + Phrase(": ", fr: "\u{A0}: ") + finding.summary)
        }
        return roots + unexplained + notChecked
    }
}

extension StatusReport.Freshness {
    init(asOf: Timestamp, now: Timestamp, freshFor: Duration) {
        self.asOf = asOf
        ageSeconds = max(0, (now - asOf).components.seconds)
        fresh = now - asOf <= freshFor
    }
}

extension StatusReport.Source {
    /// With what is known of the source across runs.
    fileprivate init(
        source: SourceName, part: SourceReport.Part, outcome: SourceReport.Outcome, asked: Timestamp,
        error: SourceReport.Failure?, lastFailure: Failure?, _ contents: DatabaseFacts.Contents?, at now: Timestamp
    ) {
        self.source = source
        self.part = part
        self.outcome = outcome
        self.asked = asked
        self.error = error
        self.lastFailure = lastFailure
        // Of a name that a feed had before it moved to another address, the newest state counts.
        let own = contents?.feeds.filter { part == .news && $0.source.source == source }
            .max { ($0.lastRequest ?? .earliest) < ($1.lastRequest ?? .earliest) }
        feed = own.map { FeedHealth($0, at: now) }
        let state = own?.source ?? contents?.sources.first { $0.source == source }
        lastAnswer = state?.lastAnswer
        nextAttempt = state.flatMap { state in
            guard let notBefore = state.notBefore, now < notBefore else { return nil }
            return SourceReport.NextAttempt(notBefore, state.pause ?? .backOff)
        }
        let supply = contents?.supply ?? [:]
        let all = supply.values.reduce(0, +)
        share = part == .news || all == 0 ? nil : Double(supply[source] ?? 0) / Double(all)
        let absences = (contents?.absences ?? []).filter { $0.source == source }
        begins = absences.first { $0.reason == .beforeFirst }?.range.end
        outages = absences.filter { $0.reason == .outage }.map {
            Outage(interval: $0.interval, from: $0.range.start, to: $0.range.end)
        }
    }
}
