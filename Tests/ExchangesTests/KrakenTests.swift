import Domain
import Exchanges
import Outbound
import OutboundSupport
import Support
import Testing

struct KrakenTests {
    @Test("one question brings everything from just before the range on")
    func question() async throws {
        let log = RequestLog()
        _ = try await VenueDouble.kraken.source(holding: [VenueDouble.kraken.hour(0)], log: log)
            .page(of: .oneHour, in: TimeRange(.hour(0), until: .hour(5000)))
        #expect(log.all.map(\.url) == ["https://api.kraken.com/0/public/OHLC?pair=XBTUSD&interval=60&since=1767225599"])
    }

    @Test("only the newest 720 are available, as its depth states")
    func depth() async throws {
        let source = VenueDouble.kraken.source(holding: (0..<1000).map { VenueDouble.kraken.hour($0) })
        #expect(source.facts.depth == 720)
        let batch = try await source.page(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1000)))
        #expect(batch.candles.count == 720 && batch.candles.first?.openTime == .hour(280))
    }

    @Test("the open candle comes only when the range reaches it")
    func openCandle() async throws {
        let source = VenueDouble.kraken.source(holding: (0..<5).map { VenueDouble.kraken.hour($0) })
        #expect(try await source.candles(of: .oneHour, in: TimeRange(.hour(0), until: .hour(4))).candles.count == 4)
        #expect(try await source.candles(of: .oneHour, in: TimeRange(.hour(0), until: .hour(5))).candles.count == 5)
    }

    @Test(
        "an error with status 200 is an error, of the kind that it names",
        arguments: [
            ("EGeneral:Too many requests", ErrorKind.rateLimited), ("EAPI:Rate limit exceeded", .rateLimited),
            ("EService: Throttled: 1767225600", .rateLimited), ("EGeneral:Temporary lockout", .rateLimited),
            ("EService:Unavailable", .httpStatus), ("EService:Busy", .httpStatus),
            ("EGeneral:Internal error", .httpStatus),
            ("EService:Timeout", .timeout), ("EAPI:Invalid key", .auth),
            ("EQuery:Unknown asset pair", .unexpectedShape),
            ("EGeneral:Invalid arguments", .unexpectedShape), ("ESomething:New", .httpStatus),
        ])
    func errors(text: String, kind: ErrorKind) async {
        for body in [#"{"error":["\#(text)"]}"#, #"{"error":["\#(text)"],"result":{}}"#] {
            let failure = await failure(body)
            #expect(failure?.kind == kind)
            #expect(failure?.message.english.contains(text) == true && failure?.message.french.contains(text) == true)
        }
    }

    @Test(
        "an error for too many requests says for how long to stay away",
        arguments: [
            ("EGeneral:Too many requests", nil, Duration.minutes(1)),
            ("EGeneral:Temporary lockout", nil, .minutes(15)),
            ("EService: Throttled: 1767225900", Duration.minutes(5), .minutes(1)),
            ("EService: Throttled: 1767225610", .seconds(10), .minutes(1)),
        ])
    func pause(text: String, wait: Duration?, documented: Duration) async {
        let failure = await failure(#"{"error":["\#(text)"]}"#, date: "Thu, 01 Jan 2026 00:00:00 GMT")
        #expect(failure?.retryAfter == wait && failure?.documentedPause == documented)
        #expect(failure?.notBefore(failedAt: .hour(0)) == wait.map { .hour(0) + $0 })
    }

    @Test("an error that is not about requests asks for no delay")
    func noPause() async {
        #expect(await failure(#"{"error":["EService:Busy"]}"#)?.retryAfter == nil)
    }

    @Test("a warning beside a result is no error")
    func warning() async throws {
        let body =
            #"{"error":["WGeneral:Soon"],"result":{"XXBTZUSD":[[1767225600,"1","2","0.5","1.5","1","3",4]],"last":0}}"#
        let source = KrakenSource(fetcher: StubFetcher { _ in OutboundResponse(body: [UInt8](body.utf8)) })
        #expect(try await source.candles(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1))).candles.count == 1)
    }

    @Test(
        "the recorded rate limit, with status 200, is detected",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func recordedError() async throws {
        let bodies = try RecordedErrors.bodies(of: "kraken", status: 200)
        #expect(!bodies.isEmpty)
        for body in bodies { #expect(await failure(body)?.kind == .rateLimited) }
    }

    @Test(
        "the recorded minutes come, those without a trade too, the open one last and not final",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func recorded() async throws {
        let body = try SharedData.bytes("exchanges/kraken-ohlc.json")
        let source = KrakenSource(fetcher: StubFetcher { _ in OutboundResponse(body: body) })
        let range = TimeRange(Timestamp(seconds: 1_502_402_520), until: Timestamp(seconds: 1_502_445_720))
        let page = try await source.page(of: .oneMinute, in: range)
        #expect(page.candles.count == 720 && page.rejected.isEmpty)
        #expect(page.candles.count { $0.volume == 0 } == 17)
        #expect(page.finalThrough?.seconds == 1_502_445_600)
        let open = try Candle(
            .oneMinute, at: Timestamp(seconds: 1_502_445_660), open: 3531.999, high: 3534.099, low: 3531.999,
            close: 3534.099, volume: 0.36437516)
        #expect(page.candles.last == open)
        let closed = TimeRange(range.start, until: Timestamp(seconds: 1_502_445_660))
        #expect(try await source.candles(of: .oneMinute, in: closed).candles.last?.openTime.seconds == 1_502_445_600)
    }

    private func failure(_ body: String, date: String? = nil) async -> SourceFailure? {
        let headers = date.map { ["date": $0] } ?? [:]
        let source = KrakenSource(
            fetcher: StubFetcher { _ in OutboundResponse(headers: headers, body: [UInt8](body.utf8)) })
        do {
            _ = try await source.page(of: .oneHour, in: TimeRange(.hour(0), until: .hour(3)))
            return nil
        } catch {
            return error
        }
    }
}
