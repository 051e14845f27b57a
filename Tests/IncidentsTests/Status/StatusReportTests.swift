import Domain
import Health
import Support
import Testing

@testable import Incidents

@Suite("Status") struct StatusReportTests {
    @Test("an open incident of a cause that only a newer host knows is shown by its name")
    func unknownCause() throws {
        var records = StatusRecords()
        let cause = Cause(rawValue: "moon-phase")
        records.incidents = [
            Incident(
                id: IncidentID(rawValue: "i1"), cause: cause, severity: .critical, opened: .hour(0), context: "c",
                symptom: "s", diagnosis: "d")
        ]
        let rules = StatusRules(
            version: "1", every: .hours(1), freshFor: .hours(2),
            own: DatabaseIdentity(engine: "sqlite", host: "h", name: "x.db", fingerprint: "f"))
        let status = StatusReport(.success(records), units: nil, rules: rules, now: .hour(1))
        #expect(status.incidents.map(\.cause) == [cause] && status.problems.map(\.cause).contains(cause))
        #expect(!status.problems.map(\.cause).contains(.databaseCorrupt))
    }
}
