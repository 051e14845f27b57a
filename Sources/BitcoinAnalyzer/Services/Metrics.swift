import API
import Domain
import Storage
import Telemetry

extension OpenDatabase {
    /// What `/metrics` of the API tells.
    func metrics(version: DataVersion, requests: RequestMetrics) -> MetricsRoute {
        let collection = CollectionMetrics(
            runs: database.runTotals, candles: database.candles,
            openIncidents: {
                let open = try await database.incidents.incidents(matching: IncidentQuery(state: .open), limit: 1000)
                return Dictionary(open.map { ($0.cause, 1) }, uniquingKeysWith: +)
            },
            version: { version.current }, journal: wiring.journal, now: wiring.time.now)
        return MetricsRoute {
            await collection.families() + requests.families() + LanguageModelMetrics.families
                + ProcessMetrics.families(version: programVersion)
        }
    }
}

extension MetricsRoute {
    /// What `/metrics` of the dashboard tells: the API has the rest.
    static func ofDashboard(_ requests: RequestMetrics) -> MetricsRoute {
        MetricsRoute { requests.families() + ProcessMetrics.families(version: programVersion) }
    }
}
