import Collection
import Domain
import Support
import Testing

@testable import BitcoinAnalyzer

@Suite("The report of a backfill") struct BackfillReportTests {
    @Test("says why a short absence within its window is there, whatever longer ones are elsewhere")
    func absences() async throws {
        let log = MemorySources()
        func absent(_ interval: Interval, _ from: Int64, hours: Int64) async throws {
            let range = TimeRange(.hour(from), until: .hour(from + hours))
            let absence = SourceAbsence(
                "kraken", interval, range, reason: .outage, since: .hour(0), confirmations: 1, nextCheck: .latest)
            try await log.replaceAbsences(of: "kraken", interval, in: range, with: [absence])
        }
        for number in 0..<30 { try await absent(.oneMinute, Int64(number) * 100, hours: 50) }
        for number in 0..<30 { try await absent(.oneHour, 10_000 + Int64(number) * 100, hours: 50) }
        try await absent(.oneHour, 105, hours: 1)
        var summary = BackfillSummary(TimeRange(.hour(100), until: .hour(110)), .oneHour)
        summary.absent = 1
        let run = Run(
            id: RunID(rawValue: "run"), traceID: "trace", command: Run.backfill, trigger: .manual, host: "host",
            started: .hour(0), finished: .hour(1), outcome: .ok)
        let report = try await BackfillReport(run: run, summary, sources: ["kraken"], log: log)
        let lines = report.lines(.english).filter { $0.contains("no 1h from") || $0.contains("no 1m from") }
        #expect(lines.count == 1)
        #expect(
            lines.first?.contains("no 1h from \(Timestamp.hour(105)) to \(Timestamp.hour(106))") == true, "\(lines)")
    }
}
