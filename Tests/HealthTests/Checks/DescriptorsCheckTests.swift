import Domain
import HealthSupport
import OperatingSystem
import Support
import Testing

@testable import Health

@Suite("The check of file descriptors") struct DescriptorsCheckTests {
    private func finding(open: Int, limit: Int, exhausted: Duration? = nil) throws -> Finding {
        let facts = try HealthyMachine.facts { facts in
            facts.descriptors = [
                DescriptorFacts(
                    process: 500, unit: "bitcoin-analyzer-api.service",
                    descriptors: OpenDescriptors(open: open, limit: limit),
                    exhausted: exhausted.map { HealthyMachine.now - $0 })
            ]
        }
        return try #require(DescriptorsCheck.findings(facts).first)
    }

    @Test(
        "fails where hardly one is left, and warns before",
        arguments: [
            (40, 1024, Finding.Outcome.ok), (900, 1024, .ok), (1000, 1024, .warning), (1021, 1024, .failed),
            (1024, 1024, .failed), (1500, 1024, .failed), (2, 4, .failed), (40, .max, .ok),
        ])
    func levels(open: Int, limit: Int, outcome: Finding.Outcome) throws {
        let finding = try finding(open: open, limit: limit)
        #expect(finding.outcome == outcome)
        #expect(finding.problem == (outcome == .failed ? .descriptorsExhausted : nil))
        #expect(finding.remedy?.contains("prlimit --pid 500 --nofile=65536:65536") == (outcome == .ok ? nil : true))
    }

    @Test(
        "fails for a minute after a connection could not be accepted", arguments: [(10, true), (59, true), (61, false)])
    func recently(seconds: Int64, fails: Bool) throws {
        let finding = try finding(open: 40, limit: 1024, exhausted: .seconds(seconds))
        #expect((finding.problem == .descriptorsExhausted) == fails)
    }

    @Test("the limit that helps is a higher one")
    func higher() throws {
        let finding = try finding(open: 65_535, limit: 65_536)
        #expect(finding.remedy?.hasSuffix("--nofile=131072:131072") == true)
    }

    @Test("says when no process is visible")
    func unknown() throws {
        let facts = try HealthyMachine.facts { $0.descriptors = [] }
        #expect(DescriptorsCheck.findings(facts).map(\.outcome) == [.info])
    }
}
