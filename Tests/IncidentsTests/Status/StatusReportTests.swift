import Domain
import Health
import HealthSupport
import Support
import Testing

@testable import Incidents

@Suite("Status") struct StatusReportTests {
    private func status(_ change: (inout HealthFacts) throws -> Void = { _ in }) throws -> StatusReport {
        let facts = try HealthyMachine.facts(change)
        return StatusReport(facts, Explainer().explain(Observation(facts, host: "vps")), version: "1")
    }

    @Test("an open incident of a cause that only a newer host knows is shown by its name")
    func unknownCause() throws {
        let cause = Cause(rawValue: "moon-phase")
        let status = try status {
            $0.openIncidents = [
                Incident(
                    id: IncidentID(rawValue: "i1"), cause: cause, severity: .critical, opened: .hour(0), context: "c",
                    symptom: "s", diagnosis: "d")
            ]
        }
        #expect(status.incidents.map(\.cause) == [cause] && status.problems.map(\.cause) == [cause])
    }

    @Test("shows the records, and a healthy machine as healthy")
    func healthy() throws {
        let status = try status()
        #expect(status.healthy && status.problems.isEmpty && status.price?.fresh == true && status.news?.fresh == true)
        #expect(status.runs.count == 3 && status.sources.map(\.source) == ["coinbase", "kraken"])
        #expect(status.services?.contains { $0.unit == ServiceUnits.api && $0.state == "active" } == true)
    }

    @Test("a database that cannot be read is a problem, and hides no other fact")
    func noDatabase() throws {
        let status = try status { $0.database = .failed(ArchiveFailure(.unreachable, "refused", hint: "start it")) }
        #expect(!status.healthy && status.problems.map(\.cause) == [.databaseUnreachable])
        #expect(status.problems[0].detail.english.contains("refused") && status.services != nil && status.price == nil)
    }

    @Test("a failure without a known cause is a problem without a cause")
    func unexplained() throws {
        let status = try status { $0.database = .failed(ArchiveFailure(.statement, "a bug", hint: "report it")) }
        #expect(!status.healthy && status.problems.map(\.cause) == [nil])
    }
}
