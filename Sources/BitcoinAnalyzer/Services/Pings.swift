import Domain
import Outbound
import Telemetry

extension Pinger {
    /// Of one ping: it may delay the end of the program.
    private static let timeout: Duration = .seconds(3)

    /// - Parameter url: a secret; never logged.
    convenience init(to url: String, over client: PoliteClient, journal: any Journal) {
        self.init(to: PingTarget(url: url), journal: journal) { url, text in
            var request = OutboundRequest(url, for: "ping", timeout: Self.timeout)
            request.text = text
            request.isPathSecret = true
            let answer: OutboundResponse
            do throws(SourceFailure) {
                answer = try await client.ask(unjudged: request)
            } catch {
                throw DeliveryFailed(description: error.message)
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
