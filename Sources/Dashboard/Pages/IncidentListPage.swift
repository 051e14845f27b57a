import API
import Domain

/// The template context of the incident list: each incident with its consequences, and the statistics of the register.
struct IncidentListPage: Sendable {
    struct Row: Sendable {
        let summary: IncidentSummary
        let consequences: [IncidentSummary]
        let hasConsequences: Bool
    }

    let strings: DashboardStrings
    let layout: PageLayout
    let staleNotice: StaleNotice?
    let register: RegisterPanel
    let rows: [Row]
    let hasRows: Bool
    /// Whether there is no incident, and reading them did not fail.
    let isEmpty: Bool
    /// The address of the next page; empty on the last page.
    let older: String
    let hasOlder: Bool

    /// Incidents per page.
    static let size = 50

    /// - Parameter before: the cursor of this page; `nil` for the first page.
    init(
        _ page: Loadable<IncidentPage>, register: IncidentRegister?, before: String?, files: AssetCatalog.Addresses,
        in formatter: LocalizedFormatter
    ) {
        strings = formatter.strings
        let incidents = page.value?.incidents ?? []
        staleNotice = StaleNotice(
            page, empty: strings.incidents.none, unavailable: strings.incidents.unavailable, in: formatter)
        self.register = RegisterPanel(register, in: formatter)
        let ids = Set(incidents.map(\.id))
        func isRoot(_ incident: IncidentResponse) -> Bool {
            incident.parent.map { $0 == incident.id || !ids.contains($0) } ?? true
        }
        let consequences = Dictionary(grouping: incidents.filter { !isRoot($0) }) { $0.parent }
        rows = incidents.filter(isRoot).map { incident in
            let following = (consequences[incident.id] ?? []).map { IncidentSummary($0, in: formatter) }
            return Row(
                summary: IncidentSummary(incident, in: formatter), consequences: following,
                hasConsequences: !following.isEmpty)
        }
        hasRows = !rows.isEmpty
        isEmpty = incidents.isEmpty && page.failure == nil
        older = page.value?.next.map { "/incidents?before=" + $0 } ?? ""
        hasOlder = !older.isEmpty
        layout = PageLayout(
            title: "\(strings.incidents.heading) · \(strings.title)", at: .operations,
            address: { "/incidents?lang=\($0.rawValue)" + (before.map { "&before=" + $0.percentEncoded } ?? "") },
            simulated: page.value?.simulated == true, files: files.withoutCharts, in: formatter)
    }
}
