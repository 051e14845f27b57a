import Domain
import Testing

@Suite("HTTP dates (RFC 9110, 5.6.7)") struct HTTPDateTests {
    @Test("the RFC's own example is written and read")
    func example() {
        let moment = Timestamp(seconds: 784_111_777)
        #expect(moment.httpDate == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(Timestamp(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT") == moment)
    }

    @Test(
        "the obsolete formats of the RFC are read too",
        arguments: ["Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])
    func obsolete(text: String) {
        #expect(Timestamp(httpDate: text) == Timestamp(seconds: 784_111_777))
        #expect(Timestamp(httpDate: text, now: Timestamp(seconds: 1_795_000_000)) == Timestamp(seconds: 784_111_777))
    }

    @Test("a year of two digits is at most 50 years ahead")
    func century() {
        let now = Timestamp(httpDate: "Thu, 26 Nov 2026 15:22:00 GMT")
        let near = Timestamp(httpDate: "Thursday, 26-Nov-26 15:40:00 GMT", now: now)
        #expect(near == Timestamp(httpDate: "Thu, 26 Nov 2026 15:40:00 GMT"))
        let far = Timestamp(httpDate: "Thursday, 26-Nov-76 15:40:00 GMT", now: now)
        #expect(far?.httpDate.contains("2076") == true)
        let past = Timestamp(httpDate: "Saturday, 26-Nov-77 15:40:00 GMT", now: now)
        #expect(past?.httpDate.contains("1977") == true)
        #expect(Timestamp(httpDate: "Thu Nov 26 15:40:00 2026") == near)
    }

    @Test(
        "what is written is read back",
        arguments: [0, 951_782_399, 951_868_800, 1_709_164_800, 1_767_225_599, 4_107_542_399, -1, -86_400])
    func roundTrip(seconds: Int64) {
        #expect(Timestamp(httpDate: Timestamp(seconds: seconds).httpDate) == Timestamp(seconds: seconds))
    }

    @Test(
        "anything else is not a date",
        arguments: [
            "", "Sun, 06-Nov-94 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT", "Sunday, 6-Nov-94 08:49:37 GMT",
            "Sun Nov 6 08:49:37 1994", "Sun Nov  06 08:49:37 1994", "Sunday Nov  6 08:49:37 1994",
            "Sun Nov  6 08:49:37 94",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 31 Feb 2026 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 99999999999999999999 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        ])
    func nothingElse(text: String) {
        #expect(Timestamp(httpDate: text) == nil)
    }
}
