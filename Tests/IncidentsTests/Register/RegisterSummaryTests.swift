import Domain
import Support
import Testing

@testable import Incidents

@Suite("The register as text") struct RegisterSummaryTests {
    private func register(open: Int, resolved: Int) -> IncidentRegister {
        func incident(_ number: Int, _ state: Incident.State) -> Incident {
            Incident(
                id: IncidentID(rawValue: "\(number)"), cause: .diskFull, at: Incident.Place(subject: "/\(number)"),
                severity: .warning, state: state, began: .hour(0), opened: .hour(0) + .minutes(2),
                resolved: state == .resolved ? .hour(1) : nil, context: "c", symptom: "s", diagnosis: "d")
        }
        return IncidentRegister(
            (0..<open).map { incident($0, .open) } + (0..<resolved).map { incident(100 + $0, .resolved) })
    }

    @Test(
        "one line with counts that agree",
        arguments: [
            (1, 0, "1 incident, 1 open; mean time to detect 2 min"),
            (2, 1, "3 incidents, 2 open; mean time to detect 2 min, to recover 1 h"),
        ])
    func english(_ open: Int, _ resolved: Int, _ line: String) {
        #expect(RegisterSummary(register(open: open, resolved: resolved), in: .english).line == line)
    }

    @Test(
        "the same in French",
        arguments: [
            (0, 1, "1\u{A0}incident, dont 0 ouvert\u{A0}; délai moyen de détection 2 min, de résolution 1 h"),
            (1, 2, "3\u{A0}incidents, dont 1 ouvert\u{A0}; délai moyen de détection 2 min, de résolution 1 h"),
            (2, 0, "2\u{A0}incidents, dont 2 ouverts\u{A0}; délai moyen de détection 2 min"),
        ])
    func french(_ open: Int, _ resolved: Int, _ line: String) {
        #expect(RegisterSummary(register(open: open, resolved: resolved), in: .french).line == line)
    }
}
