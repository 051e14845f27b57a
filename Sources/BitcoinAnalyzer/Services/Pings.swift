import Domain
import Outbound
import Telemetry

extension Pinger {
    /// Of one ping: it may delay the end of the program.
    private static let timeout: Duration = .seconds(3)

    /// - Parameter url: a secret; never logged.
    convenience init(to url: String, over client: PoliteClient, journal: any Journal) {
        self.init(to: PingTarget(url: url), journal: journal) { url, text in
            var request = OutboundRequest(
                url, method: .post(body: text, contentType: "text/plain; charset=utf-8"), label: "ping",
                timeout: Self.timeout)
            request.isPathSecret = true
            let answer: OutboundResponse
            do throws(OutboundError) {
                answer = try await client.sendWithoutStatusCheck(request)
            } catch {
                throw DeliveryFailed(description: error.message.english)
            }
            guard (200..<300).contains(answer.status) else {
                throw DeliveryFailed(description: "answered \(answer.status)")
            }
        }
    }
}

private struct DeliveryFailed: Error, CustomStringConvertible {
    let description: String
}
