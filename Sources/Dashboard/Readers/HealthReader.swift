import API
import Domain

/// Reads how the service is, for the masthead of pages and the badge.
struct HealthReader: Sendable {
    let reader: any MarketReader
    let incidents: any IncidentReader
    let deadline: Duration

    func chip(in formatter: LocalizedFormatter) async -> HealthChip {
        let (reader, incidents, language) = (reader, incidents, formatter.language)
        async let price = reading(within: deadline) { () async throws(ReadModelFailure) in try await reader.price() }
        async let open = reading(within: deadline) { () async throws(ReadModelFailure) in
            try await incidents.incidents(
                matching: IncidentQuery(state: .open, withEvidence: false), limit: ReaderNotice.queryLimit,
                in: language)
        }
        let result = await price
        var isAway = false
        if case .failure(.unavailable) = result { isAway = true }
        return HealthChip(
            Loadable(await open), isStale: (try? result.get().stale) == true, isAway: isAway, in: formatter)
    }
}
