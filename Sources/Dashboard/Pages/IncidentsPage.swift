import API
import Domain

/// The list of incidents, what follows from one under it, and the register's numbers.
struct IncidentsPage: Sendable {
    struct Row: Sendable {
        let line: IncidentLine
        let consequences: [IncidentLine]
        let hasConsequences: Bool
    }

    let words: Phrases
    let frame: Frame
    let staleNotice: StaleNotice?
    let register: RegisterPanel
    let rows: [Row]
    let hasRows: Bool
    /// Whether there is nothing to show, and nothing has failed.
    let isEmpty: Bool
    /// Of the next page; empty on the last.
    let older: String
    let hasOlder: Bool

    /// Incidents on a page.
    static let size = 50

    /// - Parameter before: where the page before ended.
    init(
        _ page: Part<IncidentPage>, register: IncidentRegister?, before: String?, files: AssetCatalog.Addresses,
        in formatter: LocalizedFormatter
    ) {
        words = formatter.phrases
        let incidents = page.value?.incidents ?? []
        staleNotice = StaleNotice(
            page, empty: words.incidents.none, unavailable: words.incidents.unavailable, in: formatter)
        self.register = RegisterPanel(register, in: formatter)
        let ids = Set(incidents.map(\.id))
        func isRoot(_ incident: IncidentResponse) -> Bool {
            incident.parent.map { $0 == incident.id || !ids.contains($0) } ?? true
        }
        let consequences = Dictionary(grouping: incidents.filter { !isRoot($0) }) { $0.parent }
        rows = incidents.filter(isRoot).map { incident in
            let following = (consequences[incident.id] ?? []).map { IncidentLine($0, in: formatter) }
            return Row(
                line: IncidentLine(incident, in: formatter), consequences: following,
                hasConsequences: !following.isEmpty)
        }
        hasRows = !rows.isEmpty
        isEmpty = incidents.isEmpty && page.failure == nil
        older = page.value?.next.map { "/incidents?before=" + $0 } ?? ""
        hasOlder = !older.isEmpty
        frame = Frame(
            title: "\(words.incidents.heading) · \(words.title)",
            address: { "/incidents?lang=\($0.rawValue)" + (before.map { "&before=" + $0.percentEncoded } ?? "") },
            simulated: page.value?.simulated == true, files: files.withoutCharts, in: formatter)
    }
}
