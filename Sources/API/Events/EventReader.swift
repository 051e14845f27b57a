package import Domain

/// Reads what streams of events tell of from the archives: the newest of each kind.
package struct EventReader: Sendable {
    private let candles: any CandleArchive
    private let sightings: any SightingLog
    private let news: any NewsArchive
    private let runs: any RunLog
    private let incidents: any IncidentLog
    private let market: any MarketReader
    private let intervals: [Interval]

    private static let (maxCandles, maxArticles, maxRuns, maxIncidents) = (48, 50, 20, 50)

    /// - Parameters:
    ///   - market: gives the analyses.
    ///   - intervals: those of the candles.
    package init(
        candles: any CandleArchive, sightings: any SightingLog, news: any NewsArchive, runs: any RunLog,
        incidents: any IncidentLog, market: any MarketReader, intervals: [Interval]
    ) {
        self.candles = candles
        self.sightings = sightings
        self.news = news
        self.runs = runs
        self.incidents = incidents
        self.market = market
        self.intervals = intervals
    }

    /// - Parameter previous: of which the analyses are taken where they rest on the same candles.
    /// - Throws: what the archives throw.
    package func read(after previous: EventSnapshot?) async throws -> EventSnapshot {
        var parts: [(events: [RecordedEvent], limit: Int)] = []
        for interval in intervals { parts.append((try await candles(interval), Self.maxCandles)) }
        let analyses = try await analyses(of: parts.flatMap(\.events), previous)
        parts.append((try await articles(), Self.maxArticles))
        parts.append(
            (
                try await runs.runs(before: nil, limit: Self.maxRuns).map {
                    RecordedEvent(.run($0), recorded: $0.finished ?? $0.started)
                }, Self.maxRuns
            ))
        parts.append(
            (
                try await incidents.incidents(before: nil, limit: Self.maxIncidents).map {
                    RecordedEvent(
                        .incident($0),
                        recorded: [$0.opened, $0.explained, $0.resolved].compactMap(\.self).max() ?? $0.opened)
                }, Self.maxIncidents
            ))
        let completeSince = parts.compactMap { part in
            part.events.count < part.limit ? nil : part.events.map(\.recorded).min()
        }.max()
        return EventSnapshot(parts.flatMap(\.events) + analyses, completeSince: completeSince)
    }

    private func candles(_ interval: Interval) async throws -> [RecordedEvent] {
        let found = try await candles.candles(of: interval, in: nil, limit: Self.maxCandles)
        guard let first = found.map(\.candle.openTime).min(), let last = found.map(\.candle.closeTime).max() else {
            return []
        }
        let doubtful = Set(
            try await sightings.doubtful(of: interval, in: TimeRange(first, until: last)).map(\.openTime))
        return found.map {
            RecordedEvent(
                .candle(interval, CandleResponse($0, isDoubtful: doubtful.contains($0.candle.openTime))),
                recorded: $0.seenAt)
        }
    }

    private func articles() async throws -> [RecordedEvent] {
        try await news.articles(matching: NewsQuery(), limit: Self.maxArticles).map {
            RecordedEvent(.article($0.article.id, ArticleResponse($0)), recorded: $0.firstSeen)
        }
    }

    /// The analysis in each language, which rests on closed hours.
    private func analyses(of candles: [RecordedEvent], _ previous: EventSnapshot?) async throws -> [RecordedEvent] {
        let hours = candles.filter(\.isClosedHour)
        guard let newest = hours.map(\.recorded).max() else { return [] }
        if let previous, Set(previous.events.filter(\.isClosedHour).map(\.content)) == Set(hours.map(\.content)) {
            return previous.events.filter { if case .analysis = $0.content { true } else { false } }
        }
        var analyses: [RecordedEvent] = []
        for language in Language.allCases {
            if let analysis = try await analysis(in: language) {
                analyses.append(RecordedEvent(.analysis(analysis), recorded: newest))
            }
        }
        return analyses
    }

    /// `nil` where there are too few hours yet.
    private func analysis(in language: Language) async throws(ReadModelFailure) -> AnalysisResponse? {
        do throws(ReadModelFailure) {
            return try await market.analysis(in: language)
        } catch {
            if case .empty = error { return nil }
            throw error
        }
    }
}

extension RecordedEvent {
    fileprivate var isClosedHour: Bool {
        if case .candle(.oneHour, let candle) = content { candle.closed } else { false }
    }
}
