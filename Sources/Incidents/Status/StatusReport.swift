package import Domain

/// Is it fresh, is it well? As the records tell, without asking anything that could be slow.
package struct StatusReport: Encodable, Hashable, Sendable {
    package struct Freshness: Encodable, Hashable, Sendable {
        /// The moment of the newest price; of news, when the newest article came.
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
    }

    package struct Service: Encodable, Hashable, Sendable {
        package let unit: String
        package let state: String
        package let restarts: Int
        package let since: Timestamp?
    }

    package struct OpenIncident: Encodable, Hashable, Sendable {
        package let id: IncidentID
        package let cause: Cause
        package let severity: Incident.Severity
        package let opened: Timestamp
    }

    package struct Problem: Encodable, Hashable, Sendable {
        package let cause: Cause
        package let detail: Phrase
        enum CodingKeys: CodingKey { case cause, detail }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(cause, forKey: .cause)
            try container.encode(detail.english, forKey: .detail)
        }
    }

    package var healthy: Bool { problems.isEmpty }
    package let version: String
    package let asOf: Timestamp
    package let simulated: Bool
    package let price: Freshness?
    package let news: Freshness?
    /// The last ones, newest first.
    package let runs: [Run]
    package let sources: [Source]
    /// Units that systemd knows; `nil` where nobody asked it.
    package let services: [Service]?
    package let incidents: [OpenIncident]
    /// Each root of what is wrong.
    package let problems: [Problem]

    enum CodingKeys: String, CodingKey {
        case healthy, version, asOf = "as_of", simulated, price, news, runs, sources, services, incidents, problems
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(healthy, forKey: .healthy)
        try container.encode(version, forKey: .version)
        try container.encode(asOf, forKey: .asOf)
        try container.encode(simulated, forKey: .simulated)
        try container.encodeIfPresent(price, forKey: .price)
        try container.encodeIfPresent(news, forKey: .news)
        try container.encode(runs, forKey: .runs)
        try container.encode(sources, forKey: .sources)
        try container.encodeIfPresent(services, forKey: .services)
        try container.encode(incidents, forKey: .incidents)
        try container.encode(problems, forKey: .problems)
    }
}
