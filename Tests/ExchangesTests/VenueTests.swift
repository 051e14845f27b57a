import Domain
import Exchanges
import Outbound
import OutboundSupport
import Support
import Testing

struct VenueTests {
    @Test("without a key, coinbase, kraken, bitstamp and binance are used, in that order")
    func order() {
        #expect(Venue.defaultOrder(withKey: false).map(\.rawValue) == ["coinbase", "kraken", "bitstamp", "binance"])
    }

    @Test("with its key, coinalyze comes first")
    func orderWithKey() {
        #expect(Venue.defaultOrder(withKey: true).first == .coinalyze)
        #expect(Set(Venue.defaultOrder(withKey: true)) == Set(Venue.allCases))
    }

    @Test("a source is called as its venue is in the settings", arguments: Venue.allCases)
    func names(venue: Venue) {
        #expect(venue.source(fetcher: StubFetcher { _ in OutboundResponse(body: []) }).name == venue.name)
        #expect(Venue(rawValue: venue.name.rawValue) == venue)
    }

    @Test("every venue uses TLS unless the settings differ", arguments: Venue.allCases)
    func tls(venue: Venue) {
        #expect(venue.defaultBaseURL.hasPrefix("https://") && !venue.defaultBaseURL.hasSuffix("/"))
    }
}
