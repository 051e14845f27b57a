package import Domain
package import Outbound

/// The euro's reference rates as the European Central Bank publishes them, once on each working day at about 16:00 CET:
/// how many units of other currencies one euro costs.
///
/// Source: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates
/// (eurofxref-daily.xml)
package struct ReferenceRateSource: Sendable {
    private let url: String
    private let fetcher: any HTTPFetcher

    /// The file has about 2 kB.
    private static let bodyLimit = 64 << 10

    package init(url: String, fetcher: any HTTPFetcher) {
        self.url = url
        self.fetcher = fetcher
    }

    /// What a euro costs in dollars.
    /// - Throws: ``SourceFailure``, also where the file is not as expected.
    package func dollarsPerEuro() async throws(SourceFailure) -> ExchangeRate {
        let name: SourceName = "reference-rates"
        let request = OutboundRequest(url, expecting: .feed, bodyLimit: Self.bodyLimit)
        let response = try await fetcher.fetch(request, for: name)
        guard let rate = Self.rate(in: String(decoding: response.body, as: UTF8.self), from: request.host) else {
            throw SourceFailure(
                name, .nothingReadable(of: 1, problem: "no <Cube time> with a plausible <Cube currency='USD' rate>"))
        }
        return rate
    }

    /// `nil` where the day or the rate is missing or not plausible.
    static func rate(in xml: String, from host: String) -> ExchangeRate? {
        guard let day = attribute("time", in: xml[...]), let asOf = Timestamp(rfc3339: day),
            let row = xml.firstRange(of: /currency\s*=\s*['"]USD['"]/),
            let end = xml[row.upperBound...].firstIndex(of: ">"),
            // Double also reads hexadecimal digits, exponents and "nan", which the file never holds.
            let text = attribute("rate", in: xml[row.upperBound..<end]),
            text.wholeMatch(of: /[0-9]+(\.[0-9]+)?/) != nil,
            let rate = Double(text), ExchangeRate.plausibleDollarsPerEuro.contains(rate)
        else { return nil }
        return ExchangeRate(base: .eur, quote: .usd, rate: rate, source: host, asOf: asOf)
    }

    private static func attribute(_ name: String, in text: Substring) -> String? {
        for quote in ["'", "\""] {
            guard let start = text.firstRange(of: " \(name)=\(quote)")?.upperBound,
                let end = text[start...].firstRange(of: quote)?.lowerBound
            else { continue }
            return String(text[start..<end])
        }
        return nil
    }
}
