import Domain
import Exchanges
import Outbound
import OutboundSupport
import Support
import Testing

/// What every venue's adapter must do, whatever the venue's format.
struct EveryVenueTests {
    @Test(
        "every hour of a range comes exactly once, oldest first, however many pages it takes",
        arguments: VenueDouble.all)
    func wholeRange(double: VenueDouble) async throws {
        // Kraken keeps 720: the newest of these 2,600.
        let hours: Range<Int64> = double.venue == .kraken ? 1900..<2550 : 30..<2550
        let range = TimeRange(.hour(hours.lowerBound), until: .hour(hours.upperBound))
        let batch = try await double.source(holding: (0..<2600).map { double.hour($0) }).candles(
            of: .oneHour, in: range)
        #expect(batch.candles.map(\.openTime) == range.openTimes(every: .oneHour))
        #expect(batch.rejected.isEmpty)
    }

    @Test("each number lands where it belongs, to the last digit", arguments: VenueDouble.all)
    func columns(double: VenueDouble) async throws {
        let json = double.write(
            Timestamp.hour(5).seconds, "100.10", "199.99", "99.000001", "150.123456789", "4.727521520000001")
        let source = double.source(holding: [VenueRow(time: Timestamp.hour(5).seconds, json: json)])
        let candles = try await source.candles(of: .oneHour, in: TimeRange(.hour(5), until: .hour(6))).candles
        let quote: Quote = double.venue == .binance ? .usdt : .usd
        #expect(source.facts.quote == quote)
        let expected = try Candle(
            .oneHour, at: .hour(5), open: 100.10, high: 199.99, low: 99.000001, close: 150.123456789,
            volume: 4.727521520000001, quote: quote)
        #expect(candles == [expected])
    }

    @Test("an hour that the venue does not have is absent", arguments: VenueDouble.all)
    func gap(double: VenueDouble) async throws {
        let rows = (0..<10).filter { $0 != 4 && $0 != 5 }.map { double.hour(Int64($0)) }
        let batch = try await double.source(holding: rows).candles(
            of: .oneHour, in: TimeRange(.hour(0), until: .hour(10)))
        #expect(batch.candles.map(\.openTime) == [0, 1, 2, 3, 6, 7, 8, 9].map { .hour($0) })
    }

    @Test("an hour without trades that the venue gives is kept", arguments: VenueDouble.all)
    func noTrades(double: VenueDouble) async throws {
        let source = double.source(holding: [double.hour(0), double.hour(1, volume: "0.00000000"), double.hour(2)])
        let batch = try await source.candles(of: .oneHour, in: TimeRange(.hour(0), until: .hour(3)))
        #expect(batch.candles.map(\.openTime) == [.hour(0), .hour(1), .hour(2)])
        #expect(batch.candles.map(\.volume) == [1.5, 0, 1.5] && batch.rejected.isEmpty)
    }

    @Test("rows outside the range are dropped", arguments: VenueDouble.all)
    func outside(double: VenueDouble) async throws {
        let everything = VenueDouble(
            venue: double.venue, write: double.write, choose: { _, rows in rows }, wrap: double.wrap)
        let source = everything.source(holding: (0..<10).map { double.hour($0) })
        let batch = try await source.candles(of: .oneHour, in: TimeRange(.hour(3), until: .hour(5)))
        #expect(batch.candles.map(\.openTime) == [.hour(3), .hour(4)])
    }

    @Test("a row that cannot be a candle is rejected with its reason, the others are kept", arguments: VenueDouble.all)
    func implausible(double: VenueDouble) async throws {
        let upsideDown = double.write(Timestamp.hour(1).seconds, "100", "90", "110", "100", "1")
        let offGrid = double.write(Timestamp.hour(1).seconds + 60, "100", "110", "90", "100", "1")
        let rows = [
            double.hour(0), VenueRow(time: Timestamp.hour(1).seconds, json: upsideDown),
            VenueRow(time: Timestamp.hour(1).seconds + 60, json: offGrid), double.hour(2),
        ]
        let batch = try await double.source(holding: rows).candles(
            of: .oneHour, in: TimeRange(.hour(0), until: .hour(3)))
        #expect(batch.candles.map(\.openTime) == [.hour(0), .hour(2)])
        // Coinbase's newest come first.
        #expect(batch.rejected.count == 2)
        #expect(
            batch.rejected.contains { $0.contains("do not enclose") }
                && batch.rejected.contains { $0.contains("not on the grid") })
    }

    @Test(
        "a row with more bitcoins than there will ever be is rejected, three of them are another unit",
        arguments: VenueDouble.all)
    func impossibleVolume(double: VenueDouble) async throws {
        func row(_ hour: Int64, _ volume: String) -> VenueRow {
            let time = Timestamp.hour(hour).seconds
            return VenueRow(time: time, json: double.write(time, "100", "110", "90", "105", volume))
        }
        let range = TimeRange(.hour(0), until: .hour(8))
        let ordinary = (0..<5).map { double.hour($0) }
        let batch = try await double.source(holding: ordinary + [row(5, "21000000"), row(6, "21000001")])
            .candles(of: .oneHour, in: range)
        #expect(batch.candles.map(\.openTime) == (0..<6).map(Timestamp.hour))
        #expect(batch.rejected.count == 1 && batch.rejected[0].contains("more bitcoins than exist"))
        let units = double.source(holding: ordinary + (5..<8).map { row($0, "2100000000") })
        await #expect(throws: SourceFailure.self) { try await units.candles(of: .oneHour, in: range) }
    }

    @Test("a row that cannot be read is rejected with its reason, the others are kept", arguments: VenueDouble.all)
    func unreadable(double: VenueDouble) async throws {
        let rows = [double.hour(0), VenueRow(time: Timestamp.hour(1).seconds, json: "null"), double.hour(2)]
        let batch = try await double.source(holding: rows).candles(
            of: .oneHour, in: TimeRange(.hour(0), until: .hour(3)))
        #expect(batch.candles.map(\.openTime) == [.hour(0), .hour(2)])
        #expect(batch.rejected.count == 1 && batch.rejected[0].hasPrefix("row 2"))
    }

    @Test("a time outside the calendar is rejected", arguments: VenueDouble.all)
    func absurdTime(double: VenueDouble) async throws {
        let absurd = double.hour(1).json.replacing("\(Timestamp.hour(1).seconds)", with: "9223372036854775")
        let rows = [double.hour(0), VenueRow(time: Timestamp.hour(1).seconds, json: absurd), double.hour(2)]
        let batch = try await double.source(holding: rows).candles(
            of: .oneHour, in: TimeRange(.hour(0), until: .hour(3)))
        #expect(batch.candles.map(\.openTime) == [.hour(0), .hour(2)])
        #expect(batch.rejected.count == 1)
    }

    @Test("rows of which none can be read are another format", arguments: VenueDouble.all)
    func allUnreadable(double: VenueDouble) async throws {
        let rows = (0..<3).map { VenueRow(time: Timestamp.hour($0).seconds, json: #"{"price": "12"}"#) }
        let failure = await failure(double.source(holding: rows))
        #expect(failure?.kind == .unexpectedShape)
        #expect(failure?.message.english.contains("none of 3 items") == true)
    }

    @Test(
        "a repeated hour counts once, with the row of the largest volume, in whatever order they come",
        arguments: VenueDouble.all, [true, false])
    func doubled(double: VenueDouble, completeFirst: Bool) async throws {
        let time = Timestamp.hour(0).seconds
        let begun = VenueRow(time: time, json: double.write(time, "100", "110", "90", "101", "0.5"))
        let complete = VenueRow(time: time, json: double.write(time, "100", "110", "90", "105", "525"))
        let batch = try await double.source(holding: completeFirst ? [complete, begun] : [begun, complete]).candles(
            of: .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
        #expect(batch.candles.map(\.close) == [105])
    }

    @Test(
        "times in another unit, rows off the grid, and high and low exchanged are another format, and not nothing",
        arguments: VenueDouble.all, WrongRows.allCases)
    func wrongRows(double: VenueDouble, wrong: WrongRows) async {
        let rows = (0..<3).map { n -> VenueRow in
            let n = Int64(n)
            let time = Timestamp.hour(n).seconds
            let json =
                switch wrong {
                case .otherUnit: double.otherUnit(double.hour(n).json, of: time)
                case .offGrid: double.write(time + 1740, "100", "110", "90", "105", "2")
                case .swapped: double.write(time, "100", "90", "110", "105", "2")
                }
            return VenueRow(time: time, json: json)
        }
        let failure = await failure(double.source(holding: rows))
        #expect(failure?.kind == .unexpectedShape, "\(String(describing: failure))")
    }

    enum WrongRows: CaseIterable { case otherUnit, offGrid, swapped }

    @Test("a third of unreadable rows is counted, more than half is another format", arguments: VenueDouble.all)
    func unreadableShare(double: VenueDouble) async throws {
        let range = TimeRange(.hour(0), until: .hour(30))
        func rows(_ isNull: (Int64) -> Bool) -> [VenueRow] {
            (0..<30).map { n in
                isNull(n) ? VenueRow(time: Timestamp.hour(n).seconds, json: "null") : double.hour(n)
            }
        }
        let page = try await double.source(holding: rows { $0 % 3 == 0 }).page(of: .oneHour, in: range)
        #expect(page.candles.count == 20 && page.rejected.count == 10)
        let failure = await failure(double.source(holding: rows { $0 % 3 != 0 }), in: range)
        #expect(failure?.kind == .unexpectedShape)
        #expect(failure?.message.english.hasPrefix("20 of 30 items cannot be read") == true)
        #expect(failure?.message.french.hasPrefix("20 éléments sur 30 sont illisibles") == true)
    }

    @Test("a response without rows is an empty page, with the venue's time", arguments: VenueDouble.all)
    func emptyPage(double: VenueDouble) async throws {
        let source = double.source(holding: [], date: "Thu, 01 Jan 2026 00:30:00 GMT")
        let page = try await source.page(of: .oneHour, in: TimeRange(.hour(0), until: .hour(3)))
        #expect(page.candles.isEmpty && page.rejected.isEmpty && page.venueTime == .hour(0) + .minutes(30))
        #expect(page.range == TimeRange(.hour(0), until: .hour(3)))
    }

    @Test("the age of a cached response comes with its page", arguments: VenueDouble.all)
    func age(double: VenueDouble) async throws {
        let fetcher = double.fetcher(holding: [double.hour(0)])
        let aged = StubFetcher { request throws(OutboundError) in
            OutboundResponse(headers: ["age": "90"], body: try fetcher.response(request).body)
        }
        let source = double.venue.source(fetcher: aged, apiKey: "key")
        let page = try await source.page(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
        #expect(page.age == .seconds(90))
    }

    @Test("one request fetches a page of the documented size, within the budget", arguments: VenueDouble.all)
    func pageSize(double: VenueDouble) async throws {
        let log = RequestLog()
        let facts = double.source(holding: []).facts
        let range = TimeRange(.hour(0), until: .hour(Int64(facts.pageSize)))
        let rows = (0..<Int64(facts.pageSize)).map { double.hour($0) }
        let page = try await double.source(holding: rows, log: log).page(of: .oneHour, in: range)
        #expect(page.candles.map(\.openTime) == range.openTimes(every: .oneHour))
        #expect(
            log.all.count == 1 && log.all.allSatisfy { $0.budget == facts.budget && $0.label == double.venue.rawValue })
        #expect(facts.budget.pause > .zero && facts.budget.burst >= facts.budget.weight)
    }

    @Test(
        "a status that says that the request itself is wrong is not worth another try",
        arguments: VenueDouble.all, [400, 404, 422])
    func refused(double: VenueDouble, status: Int) async {
        let source = double.venue.source(
            fetcher: StubFetcher { _ throws(OutboundError) in throw .status(status, excerpt: "no such market") },
            apiKey: "key")
        let failure = await failure(source)
        #expect(failure?.reason == .requestRefused(status: status, excerpt: "no such market"))
        #expect(failure?.kind == .unexpectedShape && failure?.hint.english.contains("newer version") == true)
    }

    @Test(
        "what is not JSON is malformed", arguments: VenueDouble.all,
        ["", "{\"error\":[],\"res", "Internal Server Error\n\u{7}\u{1b}[31m"])
    func notJSON(double: VenueDouble, body: String) async {
        let source = double.venue.source(
            fetcher: StubFetcher { _ in OutboundResponse(body: [UInt8](body.utf8)) }, apiKey: "key")
        let failure = await failure(source)
        #expect(failure?.kind == .malformed)
        #expect(failure?.source == double.venue.name)
        #expect(failure?.message.english.unicodeScalars.contains { $0.value < 32 } == false)
    }

    @Test(
        "JSON of another shape says what was expected", arguments: VenueDouble.all,
        [#"{"code":-1121,"msg":"Invalid symbol."}"#, "12", "[[[]]]"])
    func otherShape(double: VenueDouble, body: String) async {
        let source = double.venue.source(
            fetcher: StubFetcher { _ in OutboundResponse(body: [UInt8](body.utf8)) }, apiKey: "key")
        let failure = await failure(source)
        #expect(failure?.kind == .unexpectedShape)
        #expect(
            ["expected ", "none of ", "the only item "].contains { failure?.message.english.hasPrefix($0) == true },
            "\(failure?.message.english ?? "")")
    }

    @Test("a failure on the way is passed on as it is", arguments: VenueDouble.all)
    func passedOn(double: VenueDouble) async {
        let error = OutboundError.status(429, excerpt: "slow down", retryAfter: .seconds(9))
        let source = double.venue.source(
            fetcher: StubFetcher { _ throws(OutboundError) in throw error }, apiKey: "key")
        #expect(await failure(source) == SourceFailure(double.venue.name, error))
    }

    @Test("an empty range sends no request", arguments: VenueDouble.all)
    func emptyRange(double: VenueDouble) async throws {
        let log = RequestLog()
        let batch = try await double.source(holding: [double.hour(0)], log: log).candles(
            of: .oneHour, in: TimeRange(.hour(0), until: .hour(0)))
        #expect(batch.candles.isEmpty && log.all.isEmpty)
    }

    @Test("the venue's clock comes with the candles", arguments: VenueDouble.all)
    func clock(double: VenueDouble) async throws {
        let source = double.source(holding: [double.hour(0)], date: "Thu, 01 Jan 2026 00:30:00 GMT")
        let batch = try await source.candles(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
        #expect(batch.venueTime == .hour(0) + .minutes(30))
    }

    @Test("another base URL is used, with or without a trailing slash", arguments: VenueDouble.all)
    func otherAddress(double: VenueDouble) async throws {
        for address in ["http://127.0.0.1:9/there", "http://127.0.0.1:9/there/"] {
            let log = RequestLog()
            let source = double.venue.source(
                baseURL: address, fetcher: double.fetcher(holding: [double.hour(0)], log: log), apiKey: "key")
            _ = try await source.candles(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
            let url = try #require(log.all.first?.url)
            #expect(url.hasPrefix("http://127.0.0.1:9/there/") && !url.dropFirst(8).contains("//"))
        }
    }

    @Test(
        "an interval that the venue lacks is refused in words, without asking",
        arguments: [
            (Venue.coinbase, Interval.fourHours), (.coinbase, .oneWeek), (.kraken, .oneWeek), (.bitstamp, .oneWeek),
            (.coinalyze, .oneWeek), (.bitfinex, .fourHours), (.bitfinex, .oneWeek),
        ])
    func noSuchInterval(venue: Venue, interval: Interval) async {
        let log = RequestLog()
        let source = venue.source(
            fetcher: StubFetcher { request in
                log.add(request); return OutboundResponse(body: [])
            }, apiKey: "key")
        let failure = await failure(source, interval)
        #expect(failure?.message.english == "\(venue.rawValue) has no \(interval.rawValue) candles")
        #expect(log.all.isEmpty)
    }

    private func failure(
        _ source: any PriceSource, _ interval: Interval = .oneHour,
        in range: TimeRange = TimeRange(.hour(0), until: .hour(3))
    ) async -> SourceFailure? {
        do {
            _ = try await source.page(of: interval, in: range)
            return nil
        } catch {
            return error
        }
    }
}
