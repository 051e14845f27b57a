package import Domain

/// Whether the service can do its work now: the database is reachable, its schema is the program's, and the data are
/// fresh.
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

    /// A cause for which the database cannot do its work, by its name and its title; no address and no line of a log.
    package struct Failure: Hashable, Sendable {
        package let cause: Cause?
        package let detail: String

        package init(cause: Cause?, detail: String) {
            self.cause = cause
            self.detail = detail
        }
    }

    /// What it is decided from: gathered for the whole process, so that a probe costs nothing.
    package struct Facts: Sendable {
        package let now: Timestamp
        /// Why the database cannot do its work; empty when it can.
        package let failures: [Failure]
        /// The version of the schema.
        package let schema: Int
        /// The version that this program reads.
        package let wantedSchema: Int
        /// That the last run of this host wrote to another database. What is served is not worse for it: a warning.
        package let mismatch: String?
        /// The time of the newest price; `nil` when none has been collected yet.
        package let newestPrice: Timestamp?
        /// How old it may be.
        package let freshFor: Duration

        package init(
            now: Timestamp, failures: [Failure] = [], schema: Int, wantedSchema: Int, mismatch: String? = nil,
            newestPrice: Timestamp?, freshFor: Duration
        ) {
            self.now = now
            self.failures = failures
            self.schema = schema
            self.wantedSchema = wantedSchema
            self.mismatch = mismatch
            self.newestPrice = newestPrice
            self.freshFor = freshFor
        }
    }

    private let facts: @Sendable () async -> Facts

    package init(facts: @escaping @Sendable () async -> Facts) { self.facts = facts }

    package func checks() async -> [Check] {
        let facts = await facts()
        guard facts.failures.isEmpty else {
            return facts.failures.map { failure in
                let cause = failure.cause.map { "\($0.rawValue): " } ?? ""
                return Check(name: "database", ok: false, detail: cause + failure.detail)
            }
        }
        let version = facts.schema
        let wanted = facts.wantedSchema
        var checks = [
            Check(name: "database", ok: true, detail: "reachable"),
            Check(
                name: "schema", ok: version == wanted,
                detail: version == wanted
                    ? "\(version)" : "\(version), but this program reads \(wanted): bitcoin-analyzer migrate"),
        ]
        if let mismatch = facts.mismatch {
            checks.append(Check(name: "marker", ok: true, detail: "warning: \(mismatch)"))
        }
        guard let newest = facts.newestPrice else {
            return checks + [Check(name: "freshness", ok: false, detail: "no price has been collected yet")]
        }
        let age = facts.now - newest
        checks.append(
            Check(
                name: "freshness", ok: age <= facts.freshFor,
                detail: "the newest price is from \(newest), \(max(0, age.components.seconds / 60)) min ago"))
        return checks
    }
}
