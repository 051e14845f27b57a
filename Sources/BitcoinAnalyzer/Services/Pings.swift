import Domain
import Outbound
import Telemetry

extension Pinger {
    /// The timeout of one ping, as it may delay the exit.
    private static let timeout: Duration = .seconds(3)

    /// - Parameter url: a secret; never logged.
    convenience init(to url: String, over client: PoliteClient, journal: any Journal) {
        self.init(to: PingTarget(url: url), journal: journal) { url, text in
            var request = OutboundRequest(
                url, method: .post(body: text, contentType: "text/plain; charset=utf-8"), label: "ping",
                timeout: Self.timeout)
            request.isPathSecret = true
            try await client.deliver(request)
        }
    }
}
