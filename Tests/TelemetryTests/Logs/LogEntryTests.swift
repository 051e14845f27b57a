import Domain
import Logging
import Testing

@testable import Telemetry

@Suite("A log line") struct LogEntryTests {
    let entry = LogEntry(
        time: Timestamp(seconds: 1_767_225_600), level: .warning, logger: "bitcoin-analyzer",
        message: "kraken failed\nInjected: line",
        fields: ["source": "kraken", "hint": "wait a \"while\""])

    @Test("is one line in every format, whatever its text holds", arguments: [LogFormat.text, .json, .journald])
    func oneLine(format: LogFormat) {
        #expect(!entry.line(as: format).contains { $0.isNewline })
    }

    @Test("is a JSON object with the same field names")
    func json() {
        #expect(entry.line(as: .json).contains(#""source":"kraken""#))
        #expect(entry.line(as: .json).contains(#""time":"2026-01-01T00:00:00Z""#))
    }

    @Test("carries its priority for journald")
    func priority() {
        #expect(entry.line(as: .journald).hasPrefix("<4>kraken failed"))
    }

    @Test("its format follows where stderr goes")
    func auto() {
        #expect(LogFormat.auto.resolved(isTerminal: true, journalStream: nil) == .text)
        #expect(LogFormat.auto.resolved(isTerminal: false, journalStream: "8:1") == .journald)
        #expect(LogFormat.auto.resolved(isTerminal: false, journalStream: nil) == .json)
        #expect(LogFormat.json.resolved(isTerminal: true, journalStream: nil) == .json)
    }
}
