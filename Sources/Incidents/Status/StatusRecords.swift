package import Domain
package import Health

/// What a status is made of.
package struct StatusRecords: Sendable {
    package var simulated = false
    package var newestCandle: ArchivedCandle?
    /// When the newest article was first seen.
    package var newestArticle: Timestamp?
    /// Newest first.
    package var runs: [Run] = []
    package var marker: MarkerVerdict = .noMarker
    package var incidents: [Incident] = []

    package init() {}

    /// Runs whose sources are looked through: enough to have asked each of them.
    package static let runsRead = 30

    /// - Parameter incidents: those that are open; `nil` where none are recorded.
    /// - Throws: ``ArchiveFailure``
    package static func read(
        candles: any CandleArchive, news: any NewsArchive, runs: any RunLog, marker: RunMarker?, own: DatabaseIdentity,
        simulated: Bool,
        incidents: (@Sendable () async throws -> [Incident])?
    ) async throws -> StatusRecords {
        var records = StatusRecords()
        records.simulated = simulated
        async let newest = candles.candles(of: .oneHour, in: nil, limit: 1)
        async let article = news.articles(matching: NewsQuery(), limit: 1)
        async let recent = runs.runs(before: nil, limit: runsRead)
        async let verdict = MarkerVerdict.judge(marker, own: own, in: runs)
        records.newestCandle = try await newest.first
        records.newestArticle = try await article.first?.firstSeen
        records.runs = try await recent
        records.marker = try await verdict
        records.incidents = try await incidents?() ?? []
        return records
    }
}

/// What a status is measured by.
package struct StatusRules: Sendable {
    package let version: String
    package let every: Duration
    package let freshFor: Duration
    package let own: DatabaseIdentity

    package init(version: String, every: Duration, freshFor: Duration, own: DatabaseIdentity) {
        self.version = version
        self.every = every
        self.freshFor = freshFor
        self.own = own
    }
}

extension StatusReport {
    /// - Parameter units: what systemd says of the services; `nil` where nobody asked.
    package init(
        _ records: Result<StatusRecords, ArchiveFailure>, units: [String: UnitState]?, rules: StatusRules,
        now: Timestamp
    ) {
        let found = try? records.get()
        let price = (found?.newestCandle?.priceTime).map { Freshness(asOf: $0, now: now, freshFor: rules.freshFor) }
        // Feeds are silent now and then: a day is the time after which somebody should look.
        let news = (found?.newestArticle).map { Freshness(asOf: $0, now: now, freshFor: .days(1)) }
        version = rules.version
        asOf = now
        simulated = found?.simulated ?? false
        self.price = price
        self.news = news
        runs = Array(found?.runs.prefix(5) ?? [])
        sources = SourceRecord.latest(in: found?.runs ?? []).map {
            Source(
                source: $0.source, part: $0.part, outcome: $0.error == nil ? .ok : .failed, asked: $0.run.started,
                error: $0.error)
        }
        let installed = units.map { $0.values.filter(\.isInstalled).sorted { $0.name < $1.name } }
        services = installed?.map {
            Service(unit: $0.name, state: $0.active, restarts: $0.restarts, since: $0.activeSince)
        }
        incidents = (found?.incidents ?? []).filter { $0.state == .open }.map {
            OpenIncident(id: $0.id, cause: $0.cause, severity: $0.severity, opened: $0.opened)
        }
        var problems: [Problem] = []
        switch records {
        case .failure(let failure):
            problems.append(
                Problem(
                    cause: Cause(failure.kind) ?? .databaseUnreachable,
                    detail: failure.sentence))
        case .success(let records):
            problems = Self.problems(records, price: price, rules: rules, now: now)
        }
        problems += (installed ?? []).compactMap(Self.problem)
        var seen: Set<Cause> = []
        self.problems = problems.filter { seen.insert($0.cause).inserted }
    }

    private static func problems(_ records: StatusRecords, price: Freshness?, rules: StatusRules, now: Timestamp)
        -> [Problem]
    {
        var problems: [Problem] = []
        if let sentence = records.marker.sentence(own: rules.own) {
            problems.append(Problem(cause: .databaseMismatch, detail: sentence))
        }
        if price?.fresh != true, problems.isEmpty {
            let stale = StaleCause.of(records.runs, every: rules.every, now: now)
            let age = price.map { $0.ageSeconds / 60 }
            problems.append(
                Problem(
                    cause: stale.cause,
                    detail: age.map {
                        Phrase(
                            "the newest price is \($0) min old; \(stale.remedy)",
                            fr: "le dernier cours a \($0) min ; \(stale.remedy)")
                    }
                        ?? Phrase(
                            "no price has been collected yet; \(stale.remedy)",
                            fr: "aucun cours n'a encore été collecté ; \(stale.remedy)")))
        }
        for incident in records.incidents where incident.state == .open {
            problems.append(
                Problem(
                    cause: incident.cause,
                    detail: Phrase("incident \(incident.id): ", fr: "incident \(incident.id) : ") + incident.symptom))
        }
        return problems
    }

    private static func problem(_ unit: UnitState) -> Problem? {
        guard unit.name.hasSuffix(".service"), unit.name != ServiceUnits.collect else { return nil }
        if unit.sub == "auto-restart" {
            return Problem(
                cause: .serviceCrashLoop,
                detail: Phrase("\(unit.name) dies again and again", fr: "\(unit.name) meurt et renaît"))
        }
        guard unit.active == "inactive" || unit.active == "failed" else { return nil }
        return Problem(
            cause: .serviceDown, detail: Phrase("\(unit.name) is \(unit.active)", fr: "\(unit.name) : \(unit.active)"))
    }
}

extension StatusReport.Freshness {
    init(asOf: Timestamp, now: Timestamp, freshFor: Duration) {
        self.asOf = asOf
        ageSeconds = max(0, (now - asOf).components.seconds)
        fresh = now - asOf <= freshFor
    }
}
