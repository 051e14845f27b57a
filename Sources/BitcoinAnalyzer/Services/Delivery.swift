import Domain
import FoundationEssentials
import Notifications
import Outbound

extension PoliteClient {
    /// Sends a request whose response matters only by its status.
    /// - Throws: ``DeliveryFailed``, also for a status other than 2xx.
    func deliver(_ request: OutboundRequest) async throws(DeliveryFailed) {
        let response: OutboundResponse
        do throws(OutboundError) {
            response = try await sendWithoutStatusCheck(request)
        } catch {
            throw DeliveryFailed(error.message, hint: error.hint, retryAfter: error.retryAfter)
        }
        guard (200..<300).contains(response.status) else {
            throw DeliveryFailed(
                "HTTP \(response.status)",
                retryAfter: OutboundError(statusOf: response, now: MarketClock.real.now())?.retryAfter
                    ?? Self.retryAfter(in: response.body))
        }
    }

    /// What Discord and Telegram write into the body of a 429
    /// (https://discord.com/developers/docs/topics/rate-limits, https://core.telegram.org/bots/api#responseparameters).
    private static func retryAfter(in body: [UInt8]) -> Duration? {
        struct Limited: Decodable {
            struct Parameters: Decodable { let retry_after: Double? }
            let retry_after: Double?
            let parameters: Parameters?
        }
        guard body.count < 10_000, let limited = try? JSONDecoder().decode(Limited.self, from: Data(body)),
            let seconds = limited.retry_after ?? limited.parameters?.retry_after, (0...604_800).contains(seconds)
        else { return nil }
        return .milliseconds(Int64((seconds * 1000).rounded(.up)))
    }
}
