import Analysis
package import Domain
import HTTPTypes
import Hummingbird
import Logging

/// Makes and removes price alerts, for the route and for the page.
package struct AlertEditor: Sendable {
    private let log: any AlertLog
    private let candles: any CandleArchive
    private let sightings: any SightingLog
    private let now: @Sendable () -> Timestamp
    /// Called after a change.
    private let onChange: @Sendable () -> Void

    package init(
        _ log: any AlertLog, candles: any CandleArchive, sightings: any SightingLog,
        now: @escaping @Sendable () -> Timestamp, onChange: @escaping @Sendable () -> Void = {}
    ) {
        (self.log, self.candles, self.sightings, self.now, self.onChange) = (log, candles, sightings, now, onChange)
    }

    /// - Throws: ``Problem``: 409 where there are too many, or 503.
    package func add(_ request: AlertRequest, _ context: APIRequestContext) async throws(Problem) -> PriceAlert {
        let alert: PriceAlert
        do {
            alert = PriceAlert.opening(
                request.condition, note: request.note, hours: try await .stored(in: candles, sightings), now: now())
            guard try await log.add(alert, limit: PriceAlert.limit) else { throw Problem.tooManyAlerts }
        } catch {
            throw Self.problem(error, context)
        }
        onChange()
        context.logger.notice("price alert \(alert.id) was made over HTTP")
        return alert
    }

    /// - Throws: ``Problem``: 404, or 503.
    package func remove(_ id: String, _ context: APIRequestContext) async throws(Problem) -> PriceAlert {
        let removed: PriceAlert
        do {
            guard let alert = try await log.remove(id) else { throw Problem.noAlert(id) }
            removed = alert
        } catch {
            throw Self.problem(error, context)
        }
        onChange()
        context.logger.notice("price alert \(removed.id) was removed over HTTP")
        return removed
    }

    private static func problem(_ error: any Error, _ context: APIRequestContext) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let failure as ArchiveFailure:
            Problem(
                ReadModelFailure.unavailable(detail: failure.description, because: failure.kind),
                logger: context.logger)
        default: .unavailable
        }
    }
}

extension Problem {
    /// 404.
    package static func noAlert(_ id: String) -> Problem {
        .notFound("no price alert '\(id.printableLine(limit: 40))'; /v1/alerts lists them")
    }

    /// 409.
    package static let tooManyAlerts = Problem(
        .conflict, code: "too-many-alerts", title: "Too many price alerts",
        detail: "there are \(PriceAlert.limit) alerts already; remove one first")
}
