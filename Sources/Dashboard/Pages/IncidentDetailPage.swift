import API
import Domain

/// The template context of one incident: its five steps, its evidence and its consequences.
struct IncidentDetailPage: Sendable {
    struct Step: Sendable {
        let title: String
        let text: String
        let isWritten: Bool
    }

    struct EvidenceItem: Sendable {
        let hasTime: Bool
        let iso: String
        let full: String
        let source: String
        let line: String
    }

    let strings: DashboardStrings
    let layout: PageLayout
    let summary: IncidentSummary
    let id: String
    let cause: String
    let reopened: String
    let wasReopened: Bool
    let parent: String
    let causedBy: String
    let hasParent: Bool
    let steps: [Step]
    let evidence: [EvidenceItem]
    let hasEvidence: Bool
    /// Whether the evidence is for operators only.
    let isEvidenceWithheld: Bool
    /// The address of the page with the evidence, which asks for the token; empty where there is no token.
    let evidenceAddress: String
    let hasEvidenceAddress: Bool
    let showsEvidenceSection: Bool
    let consequences: [IncidentSummary]
    let hasConsequences: Bool
    /// Whether the reader may change it: a signed-in operator.
    let canEdit: Bool
    let resolutionText: String
    let lessonText: String
    let isOpen: Bool
    let action: String

    /// - Parameters:
    ///   - consequences: the incidents whose parent it is; empty where they could not be read.
    ///   - hasToken: whether operators can identify themselves.
    init(
        _ incident: IncidentResponse, consequences: [IncidentResponse], simulated: Bool, hasToken: Bool,
        canEdit: Bool = false,
        files: AssetCatalog.Addresses, in formatter: LocalizedFormatter
    ) {
        strings = formatter.strings
        let labels = strings.incidents
        summary = IncidentSummary(incident, in: formatter)
        id = incident.id.rawValue
        cause = incident.cause.rawValue
        wasReopened = incident.reopened > 0
        reopened =
            incident.reopened == 1
            ? labels.reopenedOnce : DashboardStrings.fill(labels.reopened, ["n": "\(incident.reopened)"])
        parent = incident.parent.map { "/incidents/" + $0.rawValue.percentEncoded } ?? ""
        causedBy = DashboardStrings.fill(labels.causedBy, ["id": incident.parent?.rawValue ?? ""])
        hasParent = incident.parent != nil
        steps = [
            (labels.context, incident.context), (labels.symptom, incident.symptom),
            (labels.diagnosis, incident.diagnosis), (labels.resolution, incident.resolution),
            (labels.lesson, incident.lesson),
        ].map { Step(title: $0, text: $1.isEmpty ? labels.notRecorded : $1, isWritten: !$1.isEmpty) }
        evidence = incident.evidence.map { item in
            EvidenceItem(
                hasTime: item.time != nil, iso: item.time?.rfc3339 ?? "",
                full: item.time.map(formatter.dates.full) ?? "", source: item.source, line: item.line)
        }
        hasEvidence = !evidence.isEmpty
        isEvidenceWithheld = incident.withheld?.contains(Withheld.evidence) == true
        hasEvidenceAddress = isEvidenceWithheld && hasToken
        evidenceAddress = hasEvidenceAddress ? "/incidents/\(incident.id.rawValue.percentEncoded)?evidence" : ""
        showsEvidenceSection = hasEvidence || isEvidenceWithheld
        self.consequences = consequences.filter { $0.id != incident.id }.map { IncidentSummary($0, in: formatter) }
        hasConsequences = !self.consequences.isEmpty
        self.canEdit = canEdit
        resolutionText = incident.resolution
        lessonText = incident.lesson
        isOpen = incident.state == .open
        action = summary.href
        let address = summary.href
        layout = PageLayout(
            title: "\(summary.title) · \(labels.heading) · \(strings.title)", at: .operations,
            address: { "\(address)?lang=\($0.rawValue)" },
            simulated: simulated, files: files.withoutCharts, in: formatter)
    }
}

/// The template context of an incident that does not exist or cannot be read.
struct IncidentErrorPage: Sendable {
    let strings: DashboardStrings
    let layout: PageLayout
    let reason: String

    init(_ reason: String, address: String, files: AssetCatalog.Addresses, in formatter: LocalizedFormatter) {
        strings = formatter.strings
        self.reason = reason
        layout = PageLayout(
            title: "\(strings.incidents.heading) · \(strings.title)", at: .operations,
            address: { "\(address)?lang=\($0.rawValue)" },
            simulated: false, files: files.withoutCharts, in: formatter)
    }
}
