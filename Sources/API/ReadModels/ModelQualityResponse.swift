import Analysis
package import Domain

/// `GET /v1/ai/quality`: what the attempts of the last 30 days show, how analyses turned out, and what has changed.
package struct ModelQualityResponse: Codable, Hashable, Sendable {
    package struct Latency: Codable, Hashable, Sendable {
        package var p50: Double
        package var p95: Double
        package var p99: Double
    }

    package struct Refusal: Codable, Hashable, Sendable {
        /// In English, as recorded.
        package var reason: String
        package var count: Int

        /// The reason in both languages.
        package var phrase: Phrase { RefusalWording.phrase(reason) }
    }

    /// Of the last 28 days against those before, by the tests of ``MeanDrift`` and ``MixDrift``; `nil` with too few.
    package struct DriftResponse: Codable, Hashable, Sendable {
        package struct Mean: Codable, Hashable, Sendable {
            package var before: Double
            package var after: Double
            package var z: Double
            package var change: Bool
        }

        package struct Mix: Codable, Hashable, Sendable {
            package var before: [String: Double]
            package var after: [String: Double]
            package var chiSquared: Double
            package var p: Double
            package var change: Bool

            enum CodingKeys: String, CodingKey { case before, after, chiSquared = "chi_squared", p, change }
        }

        /// Characters of accepted texts.
        package var length: Mean?
        package var mood: Mean?
        package var trend: Mix?

        enum CodingKeys: String, CodingKey { case length, mood, trend }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(length, forKey: .length)
            try container.encode(mood, forKey: .mood)
            try container.encode(trend, forKey: .trend)
        }
    }

    package struct Feedback: Codable, Hashable, Sendable {
        package var helpful: Int
        package var unhelpful: Int
    }

    package var days: Int
    package var calls: Int
    package var analyses: Int
    package var accepted: Int
    /// Of the requests, those without any text; of the analyses, those that the embedded analyst wrote.
    package var errorRate: Double?
    package var fallbackRate: Double?
    package var outcomes: [String: Int]
    package var fallbacks: [String: Int]
    package var latencySeconds: Latency?
    package var inputTokens: Int
    package var outputTokens: Int
    package var costUSD: Double
    package var callsWithoutCost: Int
    package var refusals: [Refusal]
    package var drift: DriftResponse
    package var trackRecord: TrackRecordResponse
    package var feedback: Feedback
    package var simulated: Bool

    package static let span = Duration.days(30)
    /// More attempts than these are not read: those of 90 days, each twice in two languages.
    private static let maxCalls = 10_000

    /// - Parameters:
    ///   - calls: of the last 90 days.
    ///   - scores: likewise.
    package init(
        _ calls: [ModelCall], scores: [AnalysisScore], feedback: [AnalysisFeedback], simulated: Bool, now: Timestamp
    ) {
        let quality = ModelQuality(calls.filter { $0.started > now - Self.span })
        days = Int(Self.span / .days(1))
        (self.calls, analyses, accepted) = (quality.calls, quality.analyses, quality.accepted)
        func share(_ count: Int, of total: Int) -> Double? { total == 0 ? nil : Double(count) / Double(total) }
        errorRate = share(quality.errors, of: quality.calls)
        fallbackRate = share(quality.analyses - quality.accepted, of: quality.analyses)
        func named(_ counts: [ModelOutcome: Int]) -> [String: Int] {
            Dictionary(counts.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: +)
        }
        (outcomes, fallbacks) = (named(quality.outcomes), named(quality.fallbacks))
        latencySeconds = quality.latency.map { Latency(p50: $0.p50, p95: $0.p95, p99: $0.p99) }
        (inputTokens, outputTokens) = (quality.inputTokens, quality.outputTokens)
        costUSD = (quality.cost * 1e6).rounded() / 1e6
        callsWithoutCost = quality.unknownCosts
        refusals = quality.refusals.map { Refusal(reason: $0.reason, count: $0.count) }
        drift = DriftResponse(
            length: ModelQuality.lengthDrift(calls, now: now).map(DriftResponse.Mean.init),
            mood: MeanDrift(scores.compactMap { score in score.mood.map { (score.hour, $0) } }, now: now)
                .map(DriftResponse.Mean.init),
            trend: MixDrift(scores.compactMap { score in score.trend.map { (score.hour, $0) } }, now: now)
                .map(DriftResponse.Mix.init))
        trackRecord = TrackRecordResponse(ScoreSummary(scores.filter { $0.hour > now - TrackRecordResponse.span }))
        let recent = feedback.filter { $0.given > now - Self.span }
        let helpful = recent.count(where: \.helpful)
        self.feedback = Feedback(helpful: helpful, unhelpful: recent.count - helpful)
        self.simulated = simulated
    }

    /// - Throws: ``ReadModelFailure``
    package init(
        of log: any ModelLog, _ scores: any ScoreLog, simulated: Bool, now: Timestamp
    ) async throws(ReadModelFailure) {
        do {
            let start = now - Drift.span
            self.init(
                try await log.calls(before: nil, limit: Self.maxCalls).filter { $0.started > start },
                scores: try await scores.scored(since: start), feedback: try await scores.feedback(since: start),
                simulated: simulated, now: now)
        } catch let failure as ArchiveFailure {
            throw .unavailable(detail: failure.description, because: failure.kind)
        } catch {
            throw .unavailable(detail: "\(error)")
        }
    }

    enum CodingKeys: String, CodingKey {
        case days, calls, analyses, accepted, errorRate = "error_rate", fallbackRate = "fallback_rate", outcomes
        case fallbacks, latencySeconds = "latency_seconds", inputTokens = "input_tokens"
        case outputTokens = "output_tokens", costUSD = "cost_usd", callsWithoutCost = "calls_without_cost", refusals
        case drift, trackRecord = "track_record", feedback, simulated
    }

    /// With `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(days, forKey: .days)
        try container.encode(calls, forKey: .calls)
        try container.encode(analyses, forKey: .analyses)
        try container.encode(accepted, forKey: .accepted)
        try container.encode(errorRate, forKey: .errorRate)
        try container.encode(fallbackRate, forKey: .fallbackRate)
        try container.encode(outcomes, forKey: .outcomes)
        try container.encode(fallbacks, forKey: .fallbacks)
        try container.encode(latencySeconds, forKey: .latencySeconds)
        try container.encode(inputTokens, forKey: .inputTokens)
        try container.encode(outputTokens, forKey: .outputTokens)
        try container.encode(costUSD, forKey: .costUSD)
        try container.encode(callsWithoutCost, forKey: .callsWithoutCost)
        try container.encode(refusals, forKey: .refusals)
        try container.encode(drift, forKey: .drift)
        try container.encode(trackRecord, forKey: .trackRecord)
        try container.encode(feedback, forKey: .feedback)
        try container.encode(simulated, forKey: .simulated)
    }
}

extension ModelQualityResponse.DriftResponse.Mean {
    fileprivate init(_ drift: MeanDrift) {
        self.init(before: drift.before, after: drift.after, z: drift.z, change: drift.isChange)
    }
}

extension ModelQualityResponse.DriftResponse.Mix {
    fileprivate init(_ drift: MixDrift) {
        self.init(
            before: drift.before, after: drift.after, chiSquared: drift.chiSquared, p: drift.p,
            change: drift.isChange)
    }
}
