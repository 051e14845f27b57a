import Domain
import Support
import Testing

@testable import Analysis

@Suite("When a price alert is sent") struct PriceAlertTests {
    private func candle(
        _ hour: Int64, high: Double? = nil, low: Double? = nil, close: Double, seen: Duration = .hours(1),
        quote: Quote = .usd
    ) throws -> ArchivedCandle {
        ArchivedCandle(
            try Candle(
                .oneHour, at: .hour(hour), open: close, high: high ?? close, low: low ?? close, close: close, volume: 1,
                quote: quote),
            source: "kraken", run: RunID(rawValue: "r"), seenAt: .hour(hour) + seen)
    }

    private func alert(_ condition: PriceAlert.Condition, created: Timestamp = .hour(0)) -> PriceAlert {
        PriceAlert(id: "a", condition, created: created, armed: created)
    }

    /// Steps over hours as they come, one pass for each list, and returns the prices at which it was sent.
    private func sent(
        _ alert: PriceAlert, _ passes: [[ArchivedCandle]], without doubtful: Set<Timestamp> = []
    ) -> (prices: [Double], alert: PriceAlert) {
        var (alert, prices, known) = (alert, [Double](), [Timestamp: ArchivedCandle]())
        for pass in passes {
            for candle in pass { known[candle.candle.openTime] = candle }
            let hours = AlertHours(Array(known.values), without: doubtful)
            let now = known.values.map(\.seenAt).max() ?? .hour(0)
            while true {
                let (changed, crossing) = alert.step(over: hours, now: now)
                alert = changed
                guard let crossing else { break }
                prices.append(crossing.price)
            }
        }
        return (prices, alert)
    }

    @Test("once when the price reaches it, and again only after the price has gone back by half a percent")
    func hysteresis() throws {
        let passes = try [99.0, 100, 101, 99.6, 100.5, 99.5, 99.9, 102].enumerated().map {
            [try candle(Int64($0.offset), close: $0.element)]
        }
        let (prices, alert) = sent(alert(.above(100)), passes)
        // 99.6 is not far enough from 100, 99.5 is.
        #expect(prices == [100, 102])
        #expect(alert.firings == 2 && alert.armed == nil && alert.firedPrice == 102 && alert.fired == .hour(8))
    }

    @Test("is in the currency of most hours of the day, and not of a source that stood in for an hour")
    func currency() throws {
        var candles = try (0..<30).map { try candle($0, close: 100) } + [try candle(30, close: 100, quote: .usdt)]
        func made() -> PriceAlert {
            PriceAlert.opening(
                .above(99), note: "", hours: AlertHours(candles, without: []), now: .hour(31) + .minutes(1))
        }
        #expect(made().quote == .usd && made().armed == nil, "it is above already, in its currency")
        candles += try (31..<44).map { try candle($0, close: 100, quote: .usdt) }
        #expect(made().quote == .usdt)
    }

    @Test("below a price likewise")
    func below() throws {
        let passes = try [101.0, 100, 99, 100.4, 98, 100.5, 99.9].enumerated().map {
            [try candle(Int64($0.offset), close: $0.element)]
        }
        #expect(sent(alert(.below(100)), passes).prices == [100, 99.9])
    }

    @Test("a high that was gone at the end of its hour counts, where the hour began after the alert was made")
    func wick() throws {
        let made = Timestamp.hour(1) + .minutes(30)
        let passes = [[try candle(1, high: 105, close: 98)], [try candle(2, high: 104, close: 98)]]
        let (prices, alert) = sent(alert(.above(100), created: made), passes)
        #expect(prices == [98], "the high of hour 1 may have been before")
        // The price has gone back within the hour: the next one may be sent.
        #expect(alert.armed == .hour(3) && alert.firings == 1)
        #expect(sent(alert, [[try candle(3, high: 101, close: 99)]]).prices == [99])
    }

    @Test("an hour that is seen again while it is open is not sent again for the high that it had")
    func sameHour() throws {
        let open = try [10, 20, 30, 40].map { minutes in
            [try candle(1, high: 105, close: minutes == 10 ? 101 : 99, seen: .minutes(Int64(minutes)))]
        }
        let (prices, alert) = sent(alert(.above(100)), open)
        #expect(prices == [101])
        #expect(alert.armed == .hour(1) + .minutes(20), "it waits again since the price went back")
        // Within the same hour the price itself counts.
        let back = [[try candle(1, high: 106, close: 100.5, seen: .minutes(50))]]
        #expect(sent(alert, back).prices == [100.5])
    }

    @Test("passes that repeat change nothing")
    func idempotent() throws {
        let pass = [try candle(1, close: 101), try candle(2, close: 98)]
        let (prices, alert) = sent(alert(.above(100)), [pass, pass, pass])
        #expect(prices == [101] && alert.armed == .hour(3))
    }

    @Test("an outage is caught up on, though no further than a day")
    func outage() throws {
        let hours = try (1...40).map { try candle(Int64($0), close: $0 == 5 ? 101 : $0 == 30 ? 103 : 98) }
        #expect(sent(alert(.above(100)), [hours]).prices == [103])
    }

    @Test("a price that the sources do not agree on, and one in another currency, count for nothing")
    func doubtful() throws {
        let passes = [
            [try candle(1, close: 150)], [try candle(2, close: 150, quote: .eur)], [try candle(3, close: 99)],
        ]
        #expect(sent(alert(.above(100)), passes, without: [.hour(1)]).prices == [])
    }

    @Test("a move is measured from the close of the hour that ended so long before, in either direction")
    func move() throws {
        // 24 hours of 100, then up 4 %, up 5 %, back to 2 %, and down 6 % from what was 100.
        var passes = [try (0..<26).map { try candle(Int64($0), close: 100) }]
        for (offset, close) in [104.0, 105, 104.5, 102, 94].enumerated() {
            passes.append([try candle(26 + Int64(offset), close: close)])
        }
        let (prices, alert) = sent(alert(.moved(percent: 5, hours: 24)), passes)
        // 4.5 % is above three quarters of 5 %, 2 % is not.
        #expect(prices == [105, 94] && alert.firings == 2)
    }

    @Test("a move from an hour that is not known is not measured")
    func unknownReference() throws {
        let passes = [[try candle(1, close: 100)], [try candle(26, close: 200)]]
        #expect(sent(alert(.moved(percent: 5, hours: 24)), passes).prices == [])
    }

    @Test("an alert whose price is reached already waits until the price has gone back")
    func metAlready() throws {
        let now = Timestamp.hour(2)
        let hours = AlertHours([try candle(1, close: 120)], without: [])
        let made = PriceAlert.opening(.above(100), note: "", hours: hours, now: now, id: "a")
        #expect(made.armed == nil && made.quote == .usd)
        #expect(PriceAlert.opening(.below(100), note: "", hours: hours, now: now).armed == now)
        let passes = try [110.0, 99, 101].enumerated().map { [try candle(2 + Int64($0.offset), close: $0.element)] }
        #expect(sent(made, passes).prices == [101])
    }

    @Test("before the first price an alert is armed")
    func empty() {
        let made = PriceAlert.opening(.above(1), note: "n", hours: AlertHours([], without: []), now: .hour(1))
        #expect(made.armed == .hour(1) && made.id.count == PriceAlert.idLength && made.note == "n")
    }

    @Test("whatever the price does, between two times it is sent it has been back", arguments: 0..<20)
    func property(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var (price, passes) = (100.0, [[ArchivedCandle]]())
        for hour in 0..<300 {
            price *= 1 + Double.random(in: -0.01...0.01, using: &random)
            passes.append([try candle(Int64(hour), close: price)])
        }
        var (current, last) = (alert(.above(100)), Double?.none)
        var known: [ArchivedCandle] = []
        var lowest = Double.infinity
        for pass in passes {
            known += pass
            lowest = min(lowest, pass[0].candle.close)
            let (changed, crossing) = current.step(over: AlertHours(known, without: []), now: pass[0].seenAt)
            current = changed
            if let crossing {
                #expect(crossing.price >= 100)
                #expect(last == nil || lowest <= 99.5, "sent again without going back")
                (last, lowest) = (crossing.price, .infinity)
            }
        }
    }

    @Test("what is sent says the price in the reader’s language, without a machine’s words")
    func wording() throws {
        let (_, fired) = sent(alert(.above(100_000)), [[try candle(1, high: 100_200, close: 99_900.5)]])
        let hours = AlertHours([try candle(1, high: 100_200, close: 99_900.5)], without: [])
        let crossing = try #require(alert(.above(100_000)).step(over: hours, now: .hour(2)).crossing)
        let (title, text) = fired.wording(of: crossing)
        #expect(title.english == "Bitcoin above $100,000.00")
        #expect(title.french == "Bitcoin au-dessus de 100\u{202F}000,00\u{A0}$")
        #expect(text.english.hasPrefix("Price: $99,900.50, ") && text.english.hasSuffix("; reached $100,200.00."))
        for language in Language.allCases {
            #expect(TextLint.violations(title[language], in: language, as: .part) == [])
            #expect(TextLint.violations(text[language], in: language, as: .part) == [])
        }
    }

    @Test(
        "a percentage is shown as it was given",
        arguments: [
            (5, "5.0%", "5,0\u{202F}%"), (0.15, "0.15%", "0,15\u{202F}%"), (12.3456, "12.3456%", "12,3456\u{202F}%"),
        ])
    func percentage(_ percent: Double, _ english: String, _ french: String) {
        let phrase = PriceAlert.Condition.moved(percent: percent, hours: 24).phrase(in: .usd)
        #expect(phrase.english == "Price moved by at least \(english) within 24 h")
        #expect(phrase.french == "Variation du cours d’au moins \(french) en 24\u{A0}h")
    }

    @Test("impossible conditions are refused, with what is valid")
    func invalid() {
        func reason(_ kind: String, _ price: Double?, _ percent: Double?, _ hours: Int?) -> String {
            do throws(InvalidPriceAlert) {
                _ = try PriceAlert.Condition(
                    PriceAlertKind(rawValue: kind), price: price, percent: percent, hours: hours)
                return ""
            } catch { return error.reason.english }
        }
        #expect(reason("above", 1, nil, nil) == "" && reason("moved", nil, 0.1, 168) == "")
        for price in [nil, 0, -1, .infinity, .nan, 2e9] as [Double?] {
            #expect(reason("below", price, nil, nil).hasPrefix("price must be"))
        }
        #expect(reason("above", 1, 5, nil).contains("takes price only"))
        #expect(reason("moved", nil, .nan, 5).hasPrefix("percent must be"))
        #expect(reason("moved", nil, 5, 0).hasPrefix("hours must be"))
        #expect(reason("moved", 5, 5, 5).contains("takes percent and hours only"))
        #expect(reason("near", 5, nil, nil).hasPrefix("kind must be"))
        #expect(throws: InvalidPriceAlert.self) { try PriceAlert.note(String(repeating: "x", count: 101)) }
        #expect((try? PriceAlert.note("a\nb\u{202E}c")) == "a b\u{FFFD}c")
    }
}
