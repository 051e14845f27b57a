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

    private let schema: @Sendable () async throws -> (version: Int, wanted: Int)
    private let mismatch: @Sendable () async -> String?
    private let candles: any CandleArchive
    private let freshness: PriceFreshness
    private let journal: any Journal
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - schema: asks the database for the version of its schema, beside the one that this program reads; throws ``ArchiveFailure`` when it
    ///     does not answer.
    ///   - mismatch: tells when this machine's last run wrote to another database. What is served is none the worse for it: told, and ready.
    ///   - freshness: how old the newest price may be.
    package init(
        schema: @escaping @Sendable () async throws -> (version: Int, wanted: Int),
        mismatch: @escaping @Sendable () async -> String? = { nil }, candles: any CandleArchive,
        freshness: PriceFreshness,
        journal: any Journal, now: @escaping @Sendable () -> Timestamp
    ) {
        self.freshness = freshness
        self.journal = journal
        self.schema = schema
        self.mismatch = mismatch
        self.candles = candles
        self.now = now
    }

    package func checks() async -> [Check] {
        do {
            let (version, wanted) = try await schema()
            var checks = [
                Check(name: "database", ok: true, detail: "answers"),
                Check(
                    name: "schema", ok: version == wanted,
                    detail: version == wanted
                        ? "\(version)" : "\(version), and this program reads \(wanted): bitcoin-analyzer migrate"),
            ]
            if let mismatch = await mismatch() {
                checks.append(Check(name: "marker", ok: true, detail: "warning: \(mismatch)"))
            }
            guard let newest = try await candles.candles(of: .oneHour, in: nil, limit: 1).first else {
                return checks + [Check(name: "freshness", ok: false, detail: "no candle has been collected yet")]
            }
            let age = now() - newest.priceTime
            checks.append(
                Check(
                    name: "freshness", ok: age <= freshness.maxAge,
                    detail: "the newest price is of \(newest.priceTime), \(max(0, age.components.seconds / 60)) min ago"
                ))
            return checks
        } catch {
            // A probe may come from anywhere: it learns that the database failed, the log says how.
            journal.record(Event(.error, "not ready: \(error)"))
            return [Check(name: "database", ok: false, detail: (error as? ArchiveFailure)?.kind.rawValue ?? "failed")]
        }
    }
}
