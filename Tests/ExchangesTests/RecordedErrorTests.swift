import Domain
import Exchanges
import Outbound
import OutboundSupport
import Support
import Testing

/// Errors with a status are told apart by the HTTP client; these are what may still reach an adapter as if it were an
/// answer.
struct RecordedErrorTests {
    @Test(
        "an error object in place of rows is another shape, and its words are passed on",
        .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func errorObject() async throws {
        let bodies =
            try RecordedErrors.bodies(of: "binance", status: nil) + RecordedErrors.bodies(of: "binance", status: 451)
            + RecordedErrors.bodies(of: "coinbasepro", status: 400)
        #expect(bodies.count == 3)
        for body in bodies {
            for venue in [Venue.binance, .coinbase] {
                let source = venue.source(fetcher: StubFetcher { _ in OutboundResponse(body: [UInt8](body.utf8)) })
                let failure = await #expect(throws: SourceFailure.self) {
                    try await source.candles(of: .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
                }
                #expect(failure?.kind == .unexpectedShape)
                #expect(
                    failure?.message.english.contains(#"{ "code""#) == true
                        || failure?.message.english.contains(#"{"code""#) == true
                        || failure?.message.english.contains(#"{"message""#) == true)
            }
        }
    }
}
