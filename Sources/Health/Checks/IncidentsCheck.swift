import Domain

/// Incidents that are open in the register. What they mean for health is decided where causes are.
enum IncidentsCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard !facts.openIncidents.isEmpty else {
            return facts.database.contents == nil
                ? [.notChecked(.incidents, because: .database)]
                : [Finding(.incidents, nil, .ok, Phrase("none", fr: "aucun"))]
        }
        return facts.openIncidents.map { incident in
            Finding(
                .incidents, incident.id.rawValue, .info, incident.symptom, since: incident.began,
                evidence: Array(incident.evidence.suffix(3)), remedy: "bitcoin-analyzer incidents \(incident.id)")
        }
    }
}
