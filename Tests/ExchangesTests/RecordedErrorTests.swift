import Domain
import Exchanges
import OutboundSupport
import Support
import Testing

@testable import Outbound

/// Every recorded error, as it reaches an adapter: with its status, or in place of an answer.
struct RecordedErrorTests {
    @Test(
        "every recorded error is of the right kind, with what to do about it",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func kinds() async throws {
        let errors = try RecordedErrors.all()
        #expect(errors.count == 5)
        for error in errors {
            let failure = try #require(await failure(of: error), "\(error.exchange)")
            switch (error.exchange, error.status) {
            case ("binance", 451):
                #expect(failure.kind == .blocked && failure.hint.english.contains("PRICE_SOURCES"))
                #expect(failure.message.english.contains("restricted location"))
            case ("binance", nil):
                #expect(failure.kind == .unexpectedShape && failure.message.english.contains("Invalid symbol"))
                #expect(failure.hint.english.contains("newer version"))
            case ("coingecko", 429):
                #expect(failure.kind == .rateLimited && failure.retryAfter == .seconds(53))
                #expect(failure.hint.english.contains("COLLECT_EVERY"))
            case ("kraken", 200):
                #expect(failure.kind == .rateLimited && failure.documentedPause == .minutes(1))
            case ("coinbasepro", 400):
                #expect(failure.kind == .unexpectedShape && failure.message.english.contains("exceeds 300"))
                #expect(failure.hint.english.contains("newer version"))
            default: Issue.record("an error that this test does not know: \(error.exchange)")
            }
        }
    }

    private func failure(of error: RecordedErrors.Line) async -> SourceFailure? {
        let response = OutboundResponse(
            status: error.status ?? 200, headers: error.lowercaseHeaders, body: [UInt8](error.body.utf8))
        let fetcher = StubFetcher { _ throws(OutboundError) in
            if let failure = OutboundError(response, now: .hour(0)) { throw failure }
            return response
        }
        let range = TimeRange(.hour(0), until: .hour(1))
        do throws(SourceFailure) {
            switch error.exchange {
            case "coingecko": _ = try await Witness.coingecko.source(fetcher: fetcher).closes(of: .oneHour, in: range)
            case "coinbasepro": _ = try await Venue.coinbase.source(fetcher: fetcher).page(of: .oneHour, in: range)
            default:
                _ = try await Venue(rawValue: error.exchange)?.source(fetcher: fetcher).page(of: .oneHour, in: range)
            }
            return nil
        } catch {
            return error
        }
    }
}
