import Domain
import Exchanges
import Outbound
import Sandbox
import Support
import Testing

/// What the adapters make of wrong rows in well-formed responses, at every venue.
struct DataFaultTests {
    private let range = TimeRange(.hour(-10), until: .hour(6))

    private func page(_ venue: Venue, _ fault: Fault?, at moment: Timestamp = midHour, in range: TimeRange? = nil)
        async throws -> SourcePage
    {
        try await withSandbox(.still(at: moment)) { sandbox in
            if let fault { sandbox.faults.set(fault, on: .venue(venue)) }
            let source = venue.source(baseURL: sandbox.baseURL(of: venue), fetcher: DirectFetcher(), apiKey: "any")
            return try await source.page(of: .oneHour, in: range ?? self.range)
        }
    }

    @Test("a page without rows is an empty page", arguments: Venue.allCases)
    func empty(venue: Venue) async throws {
        let page = try await page(venue, .data(.emptyPage))
        #expect(page.candles.isEmpty && page.rejected.isEmpty && page.venueTime == midHour)
    }

    @Test("a part of a page gives its candles, which are right", arguments: Venue.allCases)
    func partial(venue: Venue) async throws {
        let right = try await page(venue, nil).candles
        let part = try await page(venue, .data(.partialPage(percent: 99))).candles
        #expect(!part.isEmpty && part.count < right.count && right.starts(with: part))
    }

    @Test("unreadable rows are counted, and the others are right", arguments: Venue.allCases)
    func unreadable(venue: Venue) async throws {
        let right = try await page(venue, nil).candles
        let page = try await page(venue, .data(.unreadableRows(every: 3)))
        #expect(page.candles.count == 11 && Set(page.candles).isSubset(of: right))
        #expect(page.rejected.count >= 5)
    }

    @Test("doubled rows give the complete ones", arguments: Venue.allCases)
    func doubled(venue: Venue) async throws {
        let right = try await page(venue, nil).candles
        #expect(try await page(venue, .data(.doubledRows)).candles == right)
    }

    @Test(
        "rows in another format are that, and not nothing", arguments: Venue.allCases,
        [DataFault.otherUnits, .offGrid(seconds: 1740), .swappedHighLow, .unreadableRows(every: 1)])
    func otherFormat(venue: Venue, fault: DataFault) async {
        let failure = await #expect(throws: SourceFailure.self) { try await page(venue, .data(fault)) }
        #expect(failure?.kind == .unexpectedShape, "\(String(describing: failure))")
    }

    @Test("a revised candle is flat for some hours, and right then", arguments: Venue.allCases)
    func revised(venue: Venue) async throws {
        let hour = TimeRange(.hour(4), until: .hour(5))
        let fault = Fault.data(.revised(hours: 3))
        let right = try #require(try await page(venue, nil, in: hour).candles.first)
        let first = try #require(try await page(venue, fault, in: hour).candles.first)
        #expect(first.high == first.low && first.close == first.open && first.volume < right.volume)
        let later = try await page(venue, fault, at: .hour(8), in: hour).candles.first
        #expect(
            try await later == page(venue, nil, at: .hour(8), in: hour).candles.first && later?.close == right.close)
    }

    @Test("a spike is of one candle and one value", arguments: Venue.allCases, [nil, Timestamp.hour(2)])
    func spike(venue: Venue, time: Timestamp?) async throws {
        let right = try await page(venue, nil).candles
        let spiked = try await page(venue, .data(.spike(.high, factor: 2, time: time))).candles
        let changed = zip(right, spiked).filter { $0 != $1 }
        #expect(changed.map(\.0.openTime) == [time ?? .hour(4)])
        #expect(changed.allSatisfy { abs($1.high / $0.high - 2) < 0.001 && $1.low == $0.low && $1.close == $0.close })
    }

    @Test("a drift is of all prices", arguments: Venue.allCases)
    func drift(venue: Venue) async throws {
        let right = try await page(venue, nil).candles
        let drifted = try await page(venue, .data(.drift(percent: 5))).candles
        #expect(drifted.count == right.count)
        #expect(zip(right, drifted).allSatisfy { abs($1.close / $0.close - 1.05) < 0.001 && $1.volume == $0.volume })
    }

    @Test("a stuck venue repeats one candle, hour after hour", arguments: Venue.allCases)
    func stuck(venue: Venue) async throws {
        let right = try await page(venue, nil).candles
        let stuck = try await page(venue, .data(.stuck(hours: 4))).candles
        #expect(stuck.map(\.openTime) == right.map(\.openTime))
        #expect(Array(stuck.prefix(12)) == Array(right.prefix(12)))
        #expect(stuck.suffix(4).allSatisfy { $0.close == right[11].close && $0.volume == right[11].volume })
    }

    @Test("a cache gives an earlier response under today's date, with its age or without", arguments: Venue.allCases)
    func cached(venue: Venue) async throws {
        let early = Timestamp.hour(5) - .seconds(60)
        let then = try await page(venue, nil, at: early).candles
        for showsAge in [true, false] {
            let page = try await page(venue, .cached(seconds: 90, showsAge: showsAge), at: .hour(5) + .seconds(30))
            #expect(page.candles == then && page.venueTime == .hour(5) + .seconds(30))
            #expect(page.age == (showsAge ? .seconds(90) : nil))
        }
    }

    @Test("the witness is distorted like the venues")
    func witness() async throws {
        func closes(_ fault: DataFault?) async throws -> [WitnessedClose] {
            try await withSandbox(.still(at: midHour)) { sandbox in
                if let fault { sandbox.faults.set(.data(fault), on: .witness(.coingecko)) }
                return try await Witness.coingecko.source(
                    baseURL: sandbox.baseURL(of: .coingecko), fetcher: DirectFetcher()
                ).closes(of: .oneHour, in: TimeRange(.hour(0), until: .hour(5)))
            }
        }
        let right = try await closes(nil)
        #expect(right.map(\.openTime) == (0..<5).map { .hour($0) })
        #expect(try await closes(.emptyPage).isEmpty)
        #expect(zip(right, try await closes(.drift(percent: 5))).allSatisfy { abs($1.close / $0.close - 1.05) < 0.001 })
        await #expect(throws: SourceFailure.self) { try await closes(.otherUnits) }
    }
}
