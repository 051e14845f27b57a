import Domain
import Support
import Testing

@Suite("Messages of source failures") struct SourceFailureTests {
    static let reasons: [SourceFailure.Reason] = [
        .request(.notResolved(host: "h")), .request(.notConnected(host: "h", detail: "Connection refused")),
        .request(.disconnected(host: "h", detail: "Connection reset by peer")), .request(.invalidAddress("h")),
        .request(.tls(host: "h", .other("handshake failed"))), .request(.timeout(host: "h", limit: .seconds(15))),
        .request(.timeout(host: "h", limit: nil)), .request(.invalidHTTP(host: "h", detail: "invalid token")),
        .request(.status(401)), .request(.status(403)), .request(.status(429, retryAfter: .seconds(53))),
        .request(.status(500)), .request(.captcha(status: 403)), .request(.webPage(status: 200)),
        .request(.tooLarge(limit: 8)), .reported(.httpStatus, text: ""), .apiKeyMissing(setting: "KEY"),
        .unsupportedInterval(.oneWeek, supported: [.oneHour]), .notJSON(bytes: 3, excerpt: ""),
        .unexpectedJSON(expected: "an array of rows", found: "found a dictionary", excerpt: ""),
        .nothingReadable(of: 3, problem: "not a number"), .noCandles,
        .staleCandles(newest: .init(seconds: 0), expected: .init(seconds: 3600)), .notAFeed(.webPage),
        .notAFeed(.json), .notAFeed(.plainText), .notAFeed(.xml(root: "r")), .notAFeed(.unreadableXML(bytes: 3)),
        .emptyDocument, .noEntries, .truncatedFeed,
    ]

    @Test("the French has no words of the English, nor of the system or a decoder", arguments: reasons)
    func french(reason: SourceFailure.Reason) {
        let failure = SourceFailure("kraken", reason)
        // Words of the system's and the decoders' texts below.
        let foreign: Set<String> = [
            "connection", "refused", "reset", "peer", "handshake", "failed", "invalid", "token", "array", "found",
            "dictionary", "number", "response", "expected", "no", "within",
        ]
        for text in [failure.message, failure.hint, failure.kind.title] {
            #expect(TextLint.violations(text) == [])
            let words = Set(text.french.lowercased().split { !$0.isLetter }.map(String.init))
            #expect(words.isDisjoint(with: foreign), "\(text.french)")
        }
    }

    @Test("numbers agree with their nouns")
    func agreement() {
        func message(_ reason: SourceFailure.Reason) -> Phrase { SourceFailure("kraken", reason).message }
        let short = message(.notJSON(bytes: 1, excerpt: ""))
        #expect(short.english == "the response (1 byte) is not JSON")
        #expect(short.french == "la réponse (1\u{A0}octet) n’est pas du JSON")
        #expect(message(.nothingReadable(of: 1, problem: "p")).english == "the only item cannot be read: “p”")
        #expect(message(.nothingReadable(of: 1, problem: "p")).french == "le seul élément est illisible")
        #expect(message(.nothingReadable(of: 3, problem: "p")).english == "none of 3 items can be read: “p”")
        #expect(message(.request(.tooLarge(limit: 1))).french == "réponse de plus de 1\u{A0}octet")
    }

    @Test("as text it is the source and its message, with no names of our types")
    func text() {
        let failure = SourceFailure("kraken", .nothingReadable(of: 1, problem: "p"))
        #expect("\(failure)" == "kraken: the only item cannot be read: “p”")
    }

    @Test("text of the server is quoted in both languages")
    func quoted() {
        let message = SourceFailure("kraken", .status(403, excerpt: "banned")).message
        #expect(message.english == "HTTP 403, access refused: “banned”")
        #expect(message.french == "HTTP 403, accès refusé\u{A0}: “banned”")
    }

    @Test("a stored failure is shown in English as it was recorded, in French by its kind")
    func stored() throws {
        let report = SourceReport(
            source: "kraken", part: .prices, failure: SourceFailure("kraken", .status(503, excerpt: "busy")))
        let error = try #require(report.error)
        #expect(error.kind == .httpStatus && error.message == "HTTP 503: “busy”")
        #expect(error.displayMessage.english == error.message && error.displayHint.english == error.hint)
        #expect(error.displayMessage.french == "erreur HTTP")
        #expect(error.displayHint.french == ErrorKind.httpStatus.defaultHint.french)
    }
}
