import Domain
import Health
import HealthSupport
import Testing

@testable import Incidents

@Suite("An import of files") struct ImportProofTests {
    @Test("an import of files shows neither that sources respond, nor that an outage is over")
    func importProvesNothing() throws {
        var watch = Watch()
        let began = watch.now
        let all: [SourceName: ErrorKind] = ["coinbase": .connect, "kraken": .timeout]
        let failed = [0, 1].map { DetectorTests.run(began - .seconds(30 + $0 * 30), .failed, all) }
        for _ in 0..<2 { try watch.observe { $0.changeContents { $0.runs = failed } } }
        #expect(watch.open.map(\.cause) == [.networkDown])
        for command in [Run.fileImport, "import --legacy"] {
            let moment = watch.now + .seconds(15)
            let imported = Run(
                id: RunID(rawValue: command), traceID: failed[0].traceID, command: command, trigger: .manual,
                host: "vps", started: moment, finished: moment + .seconds(1), outcome: .ok,
                sources: [SourceReport(source: "coinbase", part: .prices, fetched: 9, kept: WriteResult(new: 9))])
            for _ in 0..<3 { try watch.observe { $0.changeContents { $0.runs = [imported] + failed } } }
            // The import of an old database asks the venues.
            #expect(watch.open.isEmpty == (command == "import --legacy"))
            #expect(
                SourceTrouble(of: "coinbase", in: [imported] + failed)?.recovered == (watch.open.isEmpty ? moment : nil)
            )
        }
    }
}
