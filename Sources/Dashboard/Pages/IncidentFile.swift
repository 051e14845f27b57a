import API
import Domain

/// One incident in its five steps, with what it rests on.
struct IncidentFile: Sendable {
    struct Step: Sendable {
        let title: String
        let text: String
        let isWritten: Bool
    }

    struct Fact: Sendable {
        let hasTime: Bool
        let iso: String
        let full: String
        let source: String
        let line: String
    }

    let words: Phrases
    let frame: Frame
    let line: IncidentLine
    let id: String
    let cause: String
    let cameBack: String
    let hasCameBack: Bool
    let parent: String
    let hasParent: Bool
    let steps: [Step]
    let facts: [Fact]
    let hasFacts: Bool
    let consequences: [IncidentLine]
    let hasConsequences: Bool

    /// - Parameter consequences: what follows from it, as far as it could be read.
    init(
        _ incident: IncidentResponse, consequences: [IncidentResponse], simulated: Bool, files: AssetCatalog.Addresses,
        in formatter: LocalizedFormatter
    ) {
        words = formatter.phrases
        let said = words.incidents
        line = IncidentLine(incident, in: formatter)
        id = incident.id.rawValue
        cause = incident.cause.rawValue
        hasCameBack = incident.reopened > 0
        cameBack =
            incident.reopened == 1 ? said.cameBackOnce : Phrases.fill(said.cameBack, ["n": "\(incident.reopened)"])
        parent = incident.parent.map { "/incidents/" + $0.rawValue.percentEncoded } ?? ""
        hasParent = incident.parent != nil
        steps = [
            (said.context, incident.context), (said.symptom, incident.symptom), (said.diagnosis, incident.diagnosis),
            (said.resolution, incident.resolution), (said.lesson, incident.lesson),
        ].map { Step(title: $0, text: $1.isEmpty ? said.notYet : $1, isWritten: !$1.isEmpty) }
        facts = incident.evidence.map { fact in
            Fact(
                hasTime: fact.time != nil, iso: fact.time?.rfc3339 ?? "",
                full: fact.time.map(formatter.moments.full) ?? "", source: fact.source,
                line: fact.line)
        }
        hasFacts = !facts.isEmpty
        self.consequences = consequences.filter { $0.id != incident.id }.map { IncidentLine($0, in: formatter) }
        hasConsequences = !self.consequences.isEmpty
        let address = line.href
        frame = Frame(
            title: "\(line.title) · \(said.heading) · \(words.title)", address: { "\(address)?lang=\($0.rawValue)" },
            simulated: simulated,
            files: files.withoutCharts, in: formatter)
    }
}

/// Instead of an incident: there is none of that id, or it cannot be read.
struct MissingIncidentPage: Sendable {
    let words: Phrases
    let frame: Frame
    let reason: String

    init(_ reason: String, address: String, files: AssetCatalog.Addresses, in formatter: LocalizedFormatter) {
        words = formatter.phrases
        self.reason = reason
        frame = Frame(
            title: "\(words.incidents.heading) · \(words.title)", address: { "\(address)?lang=\($0.rawValue)" },
            simulated: false,
            files: files.withoutCharts, in: formatter)
    }
}
