import Domain
import Support
import Testing

@testable import Interchange

struct BadRowTests {
    /// A day of hours.
    private static let good =
        "time,open,high,low,close,volume\n"
        + (0..<24).map { "2020-01-01T\($0 < 10 ? "0" : "")\($0):00:00Z,100,110,90,105,1\n" }.joined()

    private static let bad: [(row: String, reason: String)] = [
        ("2020-01-01T02:00:00Z,100,110,90", "4 fields, 6 expected"),
        ("2020-01-01T02:00:00Z,100,110,90,105,1,7", "7 fields, 6 expected"),
        ("2020-01-01T02:00:00Z,100,110,90,105,1,", "7 fields, 6 expected"),
        ("2020-01-01T02:00:00Z", "1 field, 6 expected"),
        ("yesterday,100,110,90,105,1", "time is 'yesterday', not a time"),
        ("2020-02-30T02:00:00Z,100,110,90,105,1", "time is '2020-02-30T02:00:00Z', not a time"),
        ("2020-01-01T02:30:00Z,100,110,90,105,1", "2020-01-01T02:30:00Z is not the open time of a 1h candle"),
        (
            "2008-01-01T02:00:00Z,100,110,90,105,1",
            "2008-01-01T02:00:00Z is before the first Bitcoin block (2009-01-03)"
        ),
        ("2030-01-01T02:00:00Z,100,110,90,105,1", "2030-01-01T02:00:00Z is in the future"),
        ("2020-01-01T02:00:00Z,NaN,110,90,105,1", "open is 'NaN', not a number"),
        ("2020-01-01T02:00:00Z,100,inf,90,105,1", "high is 'inf', not a number"),
        ("2020-01-01T02:00:00Z,100,110,,105,1", "low is '', not a number"),
        ("2020-01-01T02:00:00Z,100,110,90,0x10,1", "close is '0x10', not a number"),
        ("2020-01-01T02:00:00Z,100,110,90,105,-1", "volume is -1, not a number of bitcoins"),
        ("2020-01-01T02:00:00Z,0,110,0,105,1", "open is 0, not a price"),
        ("2020-01-01T02:00:00Z,100,1e13,90,105,1", "high is 10000000000000, not a price"),
        ("2020-01-01T02:00:00Z,100,90,110,105,1", "high 90 is below low 110"),
        ("2020-01-01T02:00:00Z,120,110,90,105,1", "open 120 is not between low 90 and high 110"),
        ("2020-01-01T02:00:00Z,100,110,90,80,1", "close 80 is not between low 90 and high 110"),
        ("2020-01-01T01:00:00Z,100,111,90,105,1", "an earlier row has other numbers for 2020-01-01T01:00:00Z"),
    ]

    @Test("a row that cannot be a candle refuses the file, with file, line and reason", arguments: bad.indices)
    func refused(_ index: Int) throws {
        let (row, reason) = Self.bad[index]
        let refused = try #require(failure { try ReadFile(Self.good + row + "\n", name: "my.csv") })
        #expect(refused.kind == .badRows)
        #expect(refused.message.english == "my.csv:26: \(reason)")
        #expect(refused.rows.map(\.line) == [26])
    }

    @Test("with skipping, bad rows are counted and the others are kept")
    func skipped() throws {
        let text = Self.good + Self.bad.map { $0.row + "\n" }.joined() + "2020-01-02T05:00:00Z,100,110,90,105,1\n"
        let read = try ReadFile(text, ImportOptions(skipsBadRows: true))
        #expect(read.candles.count == 25)
        #expect(read.summary.badRows == Self.bad.count)
        #expect(read.summary.firstBadRows.map(\.line) == Array(26..<(26 + Self.bad.count)))
        #expect(read.summary.gaps.map(\.missing) == [5])
    }

    @Test("a refusal counts all bad rows of the file, also those far behind the first")
    func counted() throws {
        var text = Self.good
        for hour in 0..<20_000 where hour % 2 == 0 { text += "2020-01-01T02:00:00Z,x\(hour)\n" }
        let refused = try #require(failure { try ReadFile(text) })
        #expect(refused.message.english.hasSuffix("(and 9999 more bad rows)"))
        #expect(refused.rows.count == CandleFileSummary.shownRows)
    }

    @Test("a row that repeats another one exactly is counted, not kept twice, and no error")
    func repeated() throws {
        let read = try ReadFile(Self.good + "2020-01-01T00:00:00Z,100.0,110,90,105,1\n")
        #expect(read.candles.count == 24)
        #expect(read.summary.repeated == 1)
        #expect(read.summary.badRows == 0)
    }

    @Test("a file of nothing but bad rows is refused even when they are skipped")
    func nothing() {
        let text = "time,open,high,low,close,volume\n2020-01-01T00:00:00Z,1,2,3,4,5\n2020-01-01T01:00:00Z,1,2,3,4,5\n"
        let refused = failure { try ReadFile(text, ImportOptions(skipsBadRows: true)) }
        #expect(refused?.kind == .badRows)
    }

    @Test("a row of another market is bad, and a file of another market is refused")
    func market() throws {
        let header = "unix,date,symbol,open,high,low,close,Volume BTC,Volume USD\n"
        let row = "1577836800,2020-01-01 00:00:00,BTC/USD,100,110,90,105,1,100\n"
        let other = "1577840400,2020-01-01 01:00:00,ETH/USD,100,110,90,105,1,100\n"
        let mixed = try #require(failure { try ReadFile(header + row + other, ImportOptions(interval: .oneHour)) })
        #expect(mixed.message.english == "candles.csv:3: the symbol is 'ETH/USD', 'BTC/USD' in the rows above")
        let wrong = try #require(failure { try ReadFile(header + other + other) })
        #expect(wrong.message.english == "candles.csv: the market is ETH/USD, not Bitcoin")
        let named = try #require(failure { try ReadFile(Self.good, name: "ETHUSDT-1h-2020-01.csv") })
        #expect(named.message.english == "ETHUSDT-1h-2020-01.csv: the market is ETHUSDT, not Bitcoin")
        let euro = try #require(failure { try ReadFile(Self.good, name: "XBTEUR_60.csv") })
        #expect(euro.message.english == "XBTEUR_60.csv: the prices are in EUR, not dollars")
        #expect(
            try ReadFile(Self.good, name: "XBTEUR_60.csv", ImportOptions(quote: Quote(rawValue: "EUR"))).file.first
                .quote
                .rawValue == "EUR")
    }

    @Test(
        "a source or quote of a row is what an option may be, and a foreign file has dollars",
        arguments: [
            ("kraken,usd", "quote is 'usd'"), ("kraken,", "quote is ''"), ("kraken,DOLLARS", "quote is 'DOLLARS'"),
            ("Kraken,USD", "source is 'Kraken'"), (",USD", "source is ''"), ("kraken,EUR", "quote is 'EUR'"),
        ])
    func columns(_ fields: String, _ reason: String) throws {
        let header = "time,open,high,low,close,volume,source,quote\n"
        let row = "2020-01-01T00:00:00Z,100,110,90,105,1,\(fields)\n"
        let hour = ImportOptions(interval: .oneHour)
        let refused = try #require(failure { try ReadFile(header + row, hour) })
        #expect(refused.message.english.hasPrefix("candles.csv:2: \(reason)"), "\(refused.message.english)")
        let named = ImportOptions(interval: .oneHour, source: "mine", quote: Quote(rawValue: "EUR"))
        #expect(try ReadFile(header + row, named).candles.count == 1)
        let json = try #require(
            failure {
                try ReadFile(
                    #"[{"time":"2020-01-01T00:00:00Z","open":1,"high":1,"low":1,"close":1,"volume":1,"source":"a"}]"#,
                    name: "candles.json", hour)
            })
        #expect(json.message.english.contains("quote is ''"))
    }

    @Test("an export keeps the candles that had not closed, and a file that says so of thousands is refused")
    func manyOpen() throws {
        func text(_ open: Int) -> String {
            "time,open,high,low,close,volume,quote,source,closed\n"
                + (0..<10_000).map { minute in
                    "\(Timestamp(seconds: 1_577_836_800 + Int64(minute) * 60)),100,110,90,105,1,USD,kraken,\(minute >= open)\n"
                }.joined()
        }
        #expect(try ReadFile(text(3)).candles.count { !$0.isClosed } == 3)
        let refused = try #require(failure { try ReadFile(text(10_000)) })
        #expect(refused.kind == .badRows && refused.message.english.contains("candles that are not closed"))
    }

    @Test(
        "whether a candle is closed is said by the usual words, or not at all",
        arguments: [
            ("true", true), ("True", true), ("TRUE", true), ("1", true), ("t", true), ("yes", true), ("Y", true),
            ("VRAI", true), ("oui", true), ("1.0", true), ("0.0", false), ("\"true\"", true), ("", true),
            ("false", false), ("FALSE", false),
            ("0", false), ("F", false), ("no", false), ("No", false), ("n", false), ("FAUX", false), ("non", false),
        ])
    func closed(_ word: String, _ isClosed: Bool) throws {
        let header = "time,open,high,low,close,volume,quote,source,closed\n"
        let row = "2020-01-01T00:00:00Z,100,110,90,105,1,USD,kraken,\(word)\n"
        let read = try ReadFile(header + row, ImportOptions(interval: .oneHour))
        #expect(read.candles.map(\.isClosed) == [isClosed])
    }

    @Test(
        "a word that does not say whether a candle is closed makes a bad row",
        arguments: ["maybe", "2", "-1", "10", "1.5", "tru", "nope", "open", "final", "\u{11}", "?"])
    func notClosed(_ word: String) throws {
        let row = "2020-01-01T00:00:00Z,100,110,90,105,1,\(word)\n"
        let refused = try #require(
            failure {
                try ReadFile("time,open,high,low,close,volume,closed\n" + row, ImportOptions(interval: .oneHour))
            })
        #expect(refused.kind == .badRows)
        let shown = word == "\u{11}" ? "\u{FFFD}" : word
        #expect(refused.message.english == "candles.csv:2: closed is '\(shown)', not true or false")
        #expect(refused.message.french.hasSuffix(", et non true ou false"), "\(refused.message.french)")
    }

    @Test("rows that hours already cover are left out, and no gap of the file")
    func covered() throws {
        var options = ImportOptions(interval: .oneDay)
        let day = { (number: Int64) in Timestamp(seconds: 1_577_836_800 + number * 86_400) }
        options.covered = TimeRange(day(2), until: day(5))
        let text =
            "time,open,high,low,close,volume\n" + (Int64(0)..<8).map { "\(day($0)),100,110,90,105,1\n" }.joined()
        let read = try ReadFile(text, options)
        #expect(read.candles.count == 5 && read.summary.covered == 3 && read.summary.gaps.isEmpty)
    }

    @Test("a candle that the file was last changed in is kept open, and one of a file without a right date is closed")
    func openCandle() throws {
        let half = try #require(Timestamp(rfc3339: "2020-01-01T01:30:00Z"))
        let text = "1577836800,100,110,90,105,1\n1577840400,100,110,90,105,1\n"
        #expect(try ReadFile(text, modified: half).candles.map(\.isClosed) == [true, false])
        #expect(try ReadFile(text, modified: Timestamp(seconds: 0)).candles.map(\.isClosed) == [true, true])
        #expect(try ReadFile(text, now: half).candles.map(\.isClosed) == [true, false])
    }

    @Test("of how many finer candles one is made is a number of its interval")
    func known() throws {
        let header = "time,open,high,low,close,volume,quote,source,closed,known,expected,doubtful\n"
        func row(_ day: Int, _ end: String) -> String {
            "2020-01-0\(day)T00:00:00Z,100,110,90,105,5e12,USD,kraken,true,\(end)\n"
        }
        let one = try ReadFile(header + row(1, "23,24,spike"))
        #expect(one.file.interval == .oneDay && one.candles.map(\.known) == [23])
        #expect(one.file.doubtful.map(\.reason) == [.spike])
        for end in ["25,24,", "x,24,", ",24,", "23,,", "23,168,"] {
            let refused = try #require(failure { try ReadFile(header + row(1, "1,24,") + row(2, end)) })
            #expect(refused.message.english.contains("candles.csv:3: known is"), "\(refused.message.english)")
            #expect(refused.message.french.contains("connus vaut"))
        }
        let given = try #require(failure { try ReadFile(header + row(1, "1,24,") + row(2, ",,")) })
        #expect(given.message.english == "candles.csv:3: volume is 5000000000000, not a number of bitcoins")
    }

    @Test("in French the columns have French names")
    func french() throws {
        for (row, reason) in [
            ("2020-01-01T02:00:00Z,NaN,110,90,105,1", "ouverture vaut «\u{A0}NaN\u{A0}», et non un nombre"),
            ("2020-01-01T02:00:00Z,100,90,110,105,1", "le plus haut (90) est inférieur au plus bas (110)"),
            (
                "2020-01-01T02:00:00Z,100,110,90,80,1",
                "clôture (80) n’est pas entre le plus bas (90) et le plus haut (110)"
            ),
            ("2020-01-01T02:00:00Z", "1 champ au lieu de 6"),
        ] {
            let refused = try #require(failure { try ReadFile(Self.good + row + "\n", name: "my.csv") })
            #expect(refused.message.french == "my.csv:26\u{A0}: \(reason)")
        }
    }
}
