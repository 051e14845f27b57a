import Domain
import Testing

@testable import Interchange

/// Arrays of the API's candles and articles (RFC 8259).
struct JSONFileTests {
    private static func candle(_ hour: Int) -> String {
        #"{"time":"2020-01-01T0\#(hour):00:00Z","open":100,"high":110,"low":90,"close":105,"volume":1,"#
            + #""quote":"USD","source":"kraken","closed":true}"#
    }

    private static let array = "[\(candle(0)),\(candle(1))]"

    @Test(
        "white space may stand around an array",
        arguments: ["", "\n", " \t\r\n", String(repeating: " \n", count: 100_000)])
    func space(_ end: String) throws {
        #expect(try ReadFile(" \n" + Self.array + end, name: "a.json").candles.count == 2)
    }

    @Test(
        "what follows an array refuses the file: another array, as cat gives, and everything else",
        arguments: [
            array, "\n" + array, "\n[]", "]", ",", " null", "\u{0}", "time,open,high,low,close,volume\n",
            String(repeating: "\n", count: 200_000) + "[",
        ])
    func trailing(_ end: String) {
        let refused = failure { try ReadFile(Self.array + end, name: "a.json") }
        #expect(refused?.kind == .damaged)
        #expect(
            refused?.message.english == "a.json: more text follows the JSON array, which ends after element 2")
        #expect(
            refused?.message.french
                == "a.json\u{A0}: du texte suit le tableau JSON, qui se termine après l’élément 2")
        #expect(refused?.hint.english.hasPrefix("import each file on its own") == true)
    }

    @Test("what follows an array of articles refuses the file too")
    func articles() throws {
        let array = #"[{"title":"T","link":"https://news.example/1"}]"#
        func read(_ text: String) throws -> Int {
            let file = try ArticleFile(
                Array(text.utf8), name: "news.json", run: RunID(rawValue: "import"),
                now: Timestamp(seconds: 1_790_000_000), identify: { ArticleID(rawValue: $0.link) })
            while try !file.next().isEmpty {}
            return file.articles
        }
        #expect(try read(array + "\n") == 1)
        #expect(throws: ImportFailure.self) { try read(array + "\n" + array) }
    }
}
