import Domain
import Health
import HealthSupport
import OperatingSystem
import Support
import Testing

@testable import Incidents

@Suite("Doctor, why, status and incidents agree") struct OneAnswerTests {
    @Test("to the facts of each failure", arguments: Failure.all)
    func agree(_ failure: Failure) throws {
        let facts = try HealthyMachine.facts(failure.change)
        let observation = Observation(facts, host: "vps")
        let why = Explainer().explain(observation)
        #expect(Set(why.causes) == failure.roots, "why: \(why.causes)")
        #expect(why.isHealthy == failure.roots.isEmpty)

        let doctor = DoctorReport(observation, took: .seconds(1))
        #expect(Set(doctor.causes) == failure.roots, "doctor: \(doctor.causes)")
        let shown = Set(doctor.lines.filter { $0.followsFrom == nil }.compactMap(\.cause))
        #expect(shown == failure.roots, "lines of doctor: \(shown)")

        let status = StatusReport(facts, why, version: "1")
        #expect(Set(status.problems.map(\.cause)) == Set(failure.roots.map(Optional.some)), "\(status.problems)")
        #expect(status.healthy == why.isHealthy && doctor.isHealthy == why.isHealthy)

        guard !failure.isOnlyRecorded else { return }
        let detector = Detector(writer: IncidentWriter(context: "test"))
        let records = Detector.Records([], now: facts.now)
        let first = detector.step(Detector.State(), observation, records: records)
        let second = detector.step(first.state, observation, records: records)
        let opened = Set((first.transitions + second.transitions).map(\.incident.cause))
        #expect(opened == failure.roots, "incidents: \(opened)")
        #expect((first.transitions + second.transitions).allSatisfy { $0.incident.parent == nil })
    }

    @Test("what could not be checked is not healthy, whoever is asked")
    func notChecked() throws {
        let facts = try HealthyMachine.facts { $0.units = .unknown("systemctl did not respond within 3 s") }
        let observation = Observation(facts, host: "vps")
        let why = Explainer().explain(observation)
        let doctor = DoctorReport(observation, took: .seconds(1))
        let status = StatusReport(facts, why, version: "1")
        #expect([why.isHealthy, doctor.isHealthy, status.healthy] == [false, false, false])
        #expect(why.causes.isEmpty && !why.isUnexplained)
        #expect(why.notChecked.map(\.check).contains(.services))
        #expect(status.problems.map(\.cause).allSatisfy { $0 == nil })
        #expect(status.problems.contains { $0.detail.english.contains("systemctl did not respond within 3 s") })
    }

    @Test("a check that only waits for another one is not listed beside what is wrong with that")
    func waiting() throws {
        let facts = try HealthyMachine.facts {
            $0.database = .failed(ArchiveFailure(.unreachable, "refused", hint: "start it"))
        }
        let why = Explainer().explain(Observation(facts, host: "vps"))
        #expect(why.notChecked.isEmpty && StatusReport(facts, why, version: "1").problems.count == 1)
    }

    @Test("of what was noticed, only what could show so has to be checked")
    func symptom() throws {
        let facts = try HealthyMachine.facts { $0.units = .unknown("systemctl did not respond within 3 s") }
        let observation = Observation(facts, host: "vps")
        #expect(Explainer().explain(observation, symptom: .news).notChecked.map(\.check) == [.schedule])
        #expect(Explainer().explain(observation, symptom: .api).notChecked.map(\.check) == [.services])
    }

    @Test("every cause of the catalogue is one of these failures")
    func complete() {
        // A failed release is decided by the deployment.
        let checked = Set(Catalogue.entries.map(\.cause)).subtracting([.releaseFailed])
        #expect(checked.subtracting(Failure.all.flatMap(\.roots)) == [])
    }
}
