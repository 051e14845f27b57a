import Domain
import Exchanges
import Outbound
import OutboundSupport
import Support
import Testing

struct VenueTests {
    @Test("without a key, coinbase, kraken, bitstamp, bitfinex and binance are used, in that order")
    func order() {
        #expect(
            Venue.defaultOrder(withKey: false).map(\.rawValue)
                == ["coinbase", "kraken", "bitstamp", "bitfinex", "binance"])
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

    @Test("the first candle that a venue documents is on the grid of its hours", arguments: Venue.allCases)
    func firstCandle(venue: Venue) {
        guard let first = venue.source(fetcher: StubFetcher { _ in OutboundResponse(body: []) }).facts.firstCandle
        else {
            return
        }
        #expect(Interval.oneHour.openTime(containing: first) == first && first > Timestamp(seconds: 1_300_000_000))
    }

    @Test("every venue uses TLS unless the settings differ", arguments: Venue.allCases)
    func tls(venue: Venue) {
        #expect(venue.defaultBaseURL.hasPrefix("https://") && !venue.defaultBaseURL.hasSuffix("/"))
    }
}
