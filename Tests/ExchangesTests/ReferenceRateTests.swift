import Domain
import Outbound
import Testing

@testable import Exchanges

@Suite("The euro's reference rate") struct ReferenceRateTests {
    /// The layout of https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml.
    private static func file(time: String = "2026-11-26", usd: String = "rate='1.0876'") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
        \t<gesmes:subject>Reference rates</gesmes:subject>
        \t<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
        \t<Cube><Cube time='\(time)'>
        \t\t\t<Cube currency='JPY' rate='163.41'/>
        \t\t\t<Cube currency='USD' \(usd)/>
        \t\t\t<Cube currency='BGN' rate='1.9558'/>
        \t</Cube></Cube>
        </gesmes:Envelope>
        """
    }

    @Test("is read with its day, also with double quotes")
    func read() throws {
        for text in [Self.file(), Self.file().replacing("'", with: "\"")] {
            let rate = try #require(ReferenceRateSource.rate(in: text, from: "www.ecb.europa.eu"))
            #expect(rate.base == .eur && rate.quote == .usd && rate.rate == 1.0876)
            #expect(rate.asOf == Timestamp(rfc3339: "2026-11-26") && rate.source == "www.ecb.europa.eu")
            // 67,234.50 / 1.0876
            #expect(rate.converted(67_234.5) == 61_819.14)
        }
    }

    @Test(
        "what is not plausible is no rate",
        arguments: [
            file(usd: "rate='0'"), file(usd: "rate='-1.08'"), file(usd: "rate='nan'"), file(usd: "rate='1e9'"),
            file(usd: ""), file(usd: "rate='0x1.2p0'"), file(usd: "rate='108.76'"), file(usd: "rate='0.05'"),
            file(time: "yesterday"), file(time: "2026-02-30"), "", "<html>", "currency='USD'",
        ])
    func implausible(_ text: String) {
        #expect(ReferenceRateSource.rate(in: text, from: "h") == nil)
    }

    @Test(
        "is used for ten days, and not before its day",
        arguments: [
            ("2026-11-25T23:59:59Z", false), ("2026-11-26T00:00:00Z", true), ("2026-12-06T00:00:00Z", true),
            ("2026-12-06T00:00:01Z", false), ("1970-01-01T00:00:00Z", false), ("9999-12-31T23:59:59Z", false),
        ])
    func current(_ now: String, isCurrent: Bool) throws {
        let rate = try #require(ReferenceRateSource.rate(in: Self.file(), from: "h"))
        #expect(rate.isCurrent(at: try #require(Timestamp(rfc3339: now))) == isCurrent)
        for extreme in [Timestamp.earliest, .latest] { #expect(!rate.isCurrent(at: extreme)) }
    }

    @Test("comes from the address that is set; another document is a failure")
    func fetched() async throws {
        struct Server: HTTPFetcher {
            let body: String

            func fetch(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
                OutboundResponse(status: 200, headers: [:], body: Array(body.utf8))
            }
        }
        let url = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"
        let rate = try await ReferenceRateSource(url: url, fetcher: Server(body: Self.file())).dollarsPerEuro()
        #expect(rate.rate == 1.0876 && rate.source == "www.ecb.europa.eu")
        await #expect(throws: SourceFailure.self) {
            try await ReferenceRateSource(url: url, fetcher: Server(body: "<html></html>")).dollarsPerEuro()
        }
    }
}
