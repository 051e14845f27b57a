import API
import Domain
import Incidents
import Storage
import Telemetry

extension OpenDatabase {
    /// The metrics of the API.
    func metrics(version: DataVersion, requests: RequestMetrics, events: EventStreams) -> MetricsRoute {
        let collection = CollectionMetrics(
            runs: database.runTotals, candles: database.candles,
            openIncidents: {
                let open = try await incidents.incidents(matching: IncidentQuery(state: .open), limit: 1000)
                return Dictionary(open.map { ($0.cause, 1) }, uniquingKeysWith: +)
            },
            version: { version.current }, journal: wiring.journal, now: wiring.time.now)
        let models = ModelMetrics(database.modelTotals) { version.current }
        return MetricsRoute {
            await collection.families() + models.families() + requests.families() + wiring.connections.families()
                + events.families() + ProcessMetrics.families(version: programVersion)
        }
    }
}

extension MetricsRoute {
    /// The metrics of the dashboard, without those that the API has.
    static func ofDashboard(_ requests: RequestMetrics, _ connections: ConnectionRegister) -> MetricsRoute {
        MetricsRoute {
            requests.families() + connections.families()
                + ProcessMetrics.families(version: programVersion)
        }
    }
}
