import Domain
import Logging
import Support
import Testing

@testable import OperatingSystem
@testable import Telemetry

struct JournalSocketTests {
    private func entry(_ message: String, _ fields: [String: String] = [:]) -> LogEntry {
        LogEntry(
            time: Timestamp(seconds: 0), level: .warning, logger: "bitcoin-analyzer", message: message, fields: fields)
    }

    @Test("an event is one datagram, its fields named as journald wants them")
    func fields() throws {
        try withShortFolder { folder in
            let socket = try DatagramSocket(in: folder)
            let journal = try #require(JournalSocket(path: socket.path))
            #expect(
                journal.send(
                    entry(
                        "it rains",
                        [
                            "trace_id": "abc", "error.type": "x", "9_lives": "cat",
                            "_secret": "kept out of reserved names",
                        ])))
            let lines = socket.readText().split(separator: "\n")
            #expect(
                lines == [
                    "MESSAGE=it rains", "PRIORITY=4", "SYSLOG_IDENTIFIER=bitcoin-analyzer", "LEVEL=warning",
                    "LIVES=cat", "SECRET=kept out of reserved names",
                    "ERROR_TYPE=x", "TRACE_ID=abc",
                ])
        }
    }

    @Test("a value of several lines cannot forge another field")
    func forged() {
        let bytes = JournalSocket.datagram(of: entry("one\nPRIORITY=0"))
        let length: [UInt8] = [14, 0, 0, 0, 0, 0, 0, 0]
        #expect(bytes.starts(with: Array("MESSAGE\n".utf8) + length + Array("one\nPRIORITY=0\nPRIORITY=4\n".utf8)))
    }

    @Test("where there is no journal nothing is taken")
    func absent() { #expect(JournalSocket(path: "/nonexistent/socket") == nil) }

    @Test("an event that is larger than a datagram is left to stderr")
    func large() throws {
        try withShortFolder { folder in
            let socket = try DatagramSocket(in: folder)
            let journal = try #require(JournalSocket(path: socket.path))
            #expect(!journal.send(entry(String(repeating: "a", count: 4 << 20))))
        }
    }
}
