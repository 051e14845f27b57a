package import Domain
import Hummingbird
import Logging

/// Records what a reader thought of an analysis, for the route and for the page.
package struct FeedbackRecorder: Sendable {
    private let reader: any MarketReader
    private let models: any ModelLog
    private let scores: any ScoreLog
    private let now: @Sendable () -> Timestamp
    /// Called after a change.
    private let onChange: @Sendable () -> Void

    package init(
        _ scores: any ScoreLog, models: any ModelLog, reader: any MarketReader,
        now: @escaping @Sendable () -> Timestamp, onChange: @escaping @Sendable () -> Void = {}
    ) {
        (self.scores, self.models, self.reader) = (scores, models, reader)
        (self.now, self.onChange) = (now, onChange)
    }

    /// - Parameter name: as `/v1/analysis` gives it; a page may be open for longer than an hour, so older ones count
    ///   too.
    /// - Throws: ``Problem``: 404 for one that is not known, or 503.
    package func record(_ helpful: Bool, about name: String, _ context: APIRequestContext) async throws {
        guard let id = AnalysisID(name) else { throw Problem.noAnalysis(name) }
        do {
            guard let author = try await author(of: id) else { throw Problem.noAnalysis(name) }
            try await scores.record(
                AnalysisFeedback(
                    hour: id.hour, language: id.language, provider: author.provider, model: author.model,
                    helpful: helpful, given: now()))
        } catch let failure as ReadModelFailure {
            throw Problem(failure, logger: context.logger)
        } catch let failure as ArchiveFailure {
            throw Problem(
                ReadModelFailure.unavailable(detail: failure.description, because: failure.kind),
                logger: context.logger)
        }
        onChange()
    }

    /// `nil` where there is no such analysis.
    private func author(of id: AnalysisID) async throws -> (provider: String, model: String)? {
        let newest = try await reader.analysis(in: id.language)
        if newest.id == id.text { return (newest.provider, newest.model) }
        guard try await scores.score(of: id.hour) != nil else { return nil }
        let written = try await models.analysis(of: id.hour, in: id.language).flatMap { $0.text == nil ? nil : $0 }
        return written.map { ($0.provider, $0.model) } ?? ("embedded", "")
    }
}

extension Problem {
    fileprivate static func noAnalysis(_ id: String) -> Problem {
        .notFound("no analysis '\(id.printableLine(limit: 40))'; read its id from /v1/analysis")
    }
}
