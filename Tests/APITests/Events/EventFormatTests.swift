import Domain
import Support
import Testing

@testable import API

@Suite("The format of an event stream (WHATWG HTML, 9.2)") struct EventFormatTests {
    @Test("a browser reads type, data and id, and data with line ends of any kind as lines")
    func fields() {
        let id = EventID(published: .hour(1), origin: 0xAB, number: 7)
        for (data, expected) in [
            ("{}", "{}"), ("one\ntwo", "one\ntwo"), ("one\rtwo", "one\ntwo"), ("one\r\ntwo", "one\n\ntwo"),
            (" leading", " leading"), ("a: b", "a: b"), ("", ""),
        ] {
            let text = EventFormat.id(id) + EventFormat.fields(event: "candle", data: data) + "\n"
            let parsed = EventStreamParser(text)
            #expect(parsed.lastEventID == id.text)
            // An event without data is not dispatched.
            guard !expected.isEmpty else { continue }
            #expect(parsed.events.map(\.type) == ["candle"])
            #expect(parsed.events.map(\.data) == [expected], "\(data.debugDescription)")
        }
    }

    @Test("an id alone is kept without an event, and a heartbeat is a comment")
    func idAlone() {
        let id = EventID(published: .hour(1), origin: 1, number: 2)
        let parsed = EventStreamParser(
            EventFormat.retry(milliseconds: 1500) + "\n" + EventFormat.id(id) + "\n" + EventFormat.heartbeat)
        #expect(parsed.events.isEmpty && parsed.lastEventID == id.text)
        #expect(parsed.reconnectionTime == 1500 && parsed.comments == 1)
    }

    @Test("an id is read as it was written, and anything else is none")
    func ids() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<1000 {
            let id = EventID(
                published: Timestamp(milliseconds: .random(in: 0...Timestamp.latest.milliseconds, using: &random)),
                origin: .random(in: .min ... .max, using: &random), number: .random(in: .min ... .max, using: &random))
            #expect(EventID(id.text) == id)
            #expect(!id.text.contains { $0.isNewline || $0 == "\0" })
        }
        for text in [
            "", "1", "1-2", "1-2-3-4", "-1-2-3", "+1-2-3", "1-+2-3", "1-2-+3", "1-g-3", "1-100000000-3", "a-1-1",
            "1--1",
            "99999999999999999999-1-1", "1-1-99999999999999999999", "1-1-1 ", String(repeating: "1", count: 100_000),
        ] { #expect(EventID(text) == nil, "\(text.prefix(30))") }
        // Beyond the years of RFC 3339.
        #expect(EventID("9999999999999999999-1-1")?.published == .latest)
    }
}
