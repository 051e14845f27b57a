package import Domain

/// Whether the service can do its work now: the database answers, its schema is the program's, and the data are fresh.
package struct Readiness: Sendable {
    package struct Check: Encodable, Hashable, Sendable {
        package let name: String
        package let ok: Bool
        /// What was found, for the operator. Never holds a secret.
        package let detail: String

        package init(name: String, ok: Bool, detail: String) {
            self.name = name
            self.ok = ok
            self.detail = detail
        }
    }

    private let schema: @Sendable () async throws -> String
    private let candles: any CandleArchive
    private let freshFor: Duration
    private let journal: any Journal
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - schema: asks the database for its schema; throws ``ArchiveFailure`` when it does not answer or has the wrong one.
    ///   - freshFor: how old the newest price may be.
    package init(
        schema: @escaping @Sendable () async throws -> String, candles: any CandleArchive, freshFor: Duration = PriceReading.freshFor,
        journal: any Journal, now: @escaping @Sendable () -> Timestamp
    ) {
        self.freshFor = freshFor
        self.journal = journal
        self.schema = schema
        self.candles = candles
        self.now = now
    }

    package func checks() async -> [Check] {
        do {
            let schema = Check(name: "database", ok: true, detail: try await schema())
            guard let newest = try await candles.candles(of: .oneHour, in: nil, limit: 1).first else {
                return [schema, Check(name: "freshness", ok: false, detail: "no candle has been collected yet")]
            }
            let age = now() - newest.priceTime
            return [
                schema,
                Check(
                    name: "freshness", ok: age <= freshFor,
                    detail: "the newest price is of \(newest.priceTime), \(max(0, age.components.seconds / 60)) min ago"),
            ]
        } catch {
            // A probe may come from anywhere: it learns that the database failed, the log says how.
            journal.record(Event(.error, "not ready: \(error)"))
            return [Check(name: "database", ok: false, detail: (error as? ArchiveFailure)?.kind.rawValue ?? "failed")]
        }
    }
}
