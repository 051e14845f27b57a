import Deployment
import Domain
import Testing

@testable import BitcoinAnalyzer

@Suite("A failure after a release") struct ReleaseBeginningTests {
    private func record(by: String = "alice") throws -> ReleaseRecord {
        let release = ReleaseDescription(
            version: try #require(ReleaseVersion("1.4.0")), commit: "", platform: "", sha256: "")
        // 2026-11-26T14:02:05Z
        return ReleaseRecord(release, time: Timestamp(seconds: 1_795_701_725), by: by, outcome: .live)
    }

    @Test("is said to have begun with it, within the hour after it")
    func within() throws {
        let record = try record()
        let text = record.beginning(of: record.time + .minutes(3))
        #expect(text?.english.hasPrefix("Since the release of 14:02 UTC (1.4.0)") ?? false)
        #expect(text?.french.hasPrefix("Depuis la mise en service de 14:02 UTC (1.4.0)") ?? false)
    }

    @Test("is not, when it began before, much later, or with what was installed by hand")
    func apart() throws {
        let record = try record()
        #expect(record.beginning(of: record.time - .seconds(1)) == nil)
        #expect(record.beginning(of: record.time + .hours(2)) == nil)
        #expect(try self.record(by: "install").beginning(of: record.time + .minutes(3)) == nil)
    }
}
