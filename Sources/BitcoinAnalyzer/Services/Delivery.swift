import Domain
import Outbound

/// Why something of ours could not be delivered to another server. Names no address: it may be a secret.
struct DeliveryFailed: Error, CustomStringConvertible {
    let description: String
}

extension PoliteClient {
    /// Sends a request whose response matters only by its status.
    /// - Throws: ``DeliveryFailed``, also for a status other than 2xx.
    func deliver(_ request: OutboundRequest) async throws(DeliveryFailed) {
        let response: OutboundResponse
        do throws(OutboundError) {
            response = try await sendWithoutStatusCheck(request)
        } catch {
            throw DeliveryFailed(description: error.message.english)
        }
        guard (200..<300).contains(response.status) else {
            throw DeliveryFailed(description: "HTTP \(response.status)")
        }
    }
}
