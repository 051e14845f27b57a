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

    @Test(
        "an object that has a member twice is a bad row, in any spelling of its name",
        arguments: [
            (#""close":106"#, "close"), (#""cl\u006fse":106"#, "close"), (#""time":"2020-01-01T03:00:00Z""#, "time"),
            (#""other":1,"other":1"#, "other"), (#""other":{"a":1,"a":1}"#, "a"),
        ])
    func repeated(_ members: String, _ name: String) throws {
        let row = String(Self.candle(2).dropLast()) + "," + members + "}"
        let text = "[\(Self.candle(0)),\(Self.candle(1)),\(row),\(Self.candle(4))]"
        let refused = try #require(failure { try ReadFile(text, name: "a.json") })
        #expect(refused.kind == .badRows)
        #expect(refused.message.english == "a.json:3: the object has '\(name)' more than once")
        #expect(refused.message.french.hasSuffix("l’objet a plusieurs fois «\u{A0}\(name)\u{A0}»"))
        let read = try ReadFile(text, name: "a.json", ImportOptions(skipsBadRows: true))
        #expect(read.candles.count == 3 && read.summary.badRows == 1)
    }

    @Test("an object that is not valid JSON is a bad row, which says so")
    func invalid() throws {
        let text = "[\(Self.candle(0)),\(Self.candle(1)),{\"time\":}]"
        let refused = try #require(failure { try ReadFile(text, name: "a.json") })
        #expect(refused.message.english == "a.json:3: the object is not valid JSON")
    }

    @Test("a line end within a text makes no second row")
    func lineEnd() throws {
        let source = Self.candle(2).replacing("kraken", with: #"a\r\nb"#)
        let refused = try #require(
            failure { try ReadFile("[\(Self.candle(0)),\(Self.candle(1)),\(source)]", name: "a.json") })
        #expect(refused.message.english.hasPrefix("a.json:3: source is ''"), "\(refused.message.english)")
        #expect(refused.rows.count == 1)
    }

    @Test("whether a candle is closed may be absent or null, and is no other text")
    func closed() throws {
        func read(_ member: String) throws -> ReadFile {
            let row = Self.candle(0).replacing(#""closed":true"#, with: member)
            return try ReadFile("[\(row)]", name: "a.json", ImportOptions(interval: .oneHour))
        }
        for (member, isClosed) in [
            (#""x":1"#, true), (#""closed":null"#, true), (#""closed":1"#, true), (#""closed":false"#, false),
            (#""closed":0"#, false), (#""closed":"no""#, false),
        ] {
            #expect(try read(member).candles.map(\.isClosed) == [isClosed], "\(member)")
        }
        for member in [#""closed":2"#, #""closed":"maybe""#, #""closed":"no, not yet""#] {
            let refused = failure { try read(member) }
            #expect(refused?.message.english.contains("a.json:1: closed is '") == true, "\(member)")
        }
    }

    @Test("an article that has a member twice is a bad row")
    func repeatedInArticle() throws {
        let file = try ArticleFile(
            Array(#"[{"title":"T","link":"https://news.example/1","title":"U"}]"#.utf8), name: "news.json",
            run: RunID(rawValue: "import"), now: Timestamp(seconds: 1_790_000_000),
            identify: { ArticleID(rawValue: $0.link) })
        #expect(try file.next().isEmpty)
        #expect(file.badRows == 1)
        #expect(file.firstBadRows.map(\.reason.english) == ["the object has 'title' more than once"])
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
