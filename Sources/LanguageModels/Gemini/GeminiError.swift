import Domain
import FoundationEssentials
import Outbound

/// `{"error": {"code": 400, "message": …, "status": "INVALID_ARGUMENT", "details": [{"reason": "API_KEY_INVALID"}]}}`.
///
/// Source: https://ai.google.dev/gemini-api/docs/troubleshooting
struct GeminiError: Decodable {
    private struct Body: Decodable {
        struct Detail: Decodable {
            let reason, retryDelay: String?
            let violations: [Violation]?
        }
        struct Violation: Decodable { let quotaId: String? }
        let message, status: String?
        let details: [Detail]?
    }

    private let error: Body

    private static func read(_ response: OutboundResponse) -> Body? {
        (try? JSONDecoder().decode(GeminiError.self, from: Data(response.body)))?.error
    }

    static func failure(_ response: OutboundResponse) -> ModelFailure {
        let body = read(response)
        let message = body?.message ?? ""
        let detail = message.providerQuotation
        let reasons = body?.details?.compactMap(\.reason) ?? []
        let wait = ModelExchange.retryAfter(response) ?? body?.details?.compactMap(\.retryDelay).first.flatMap(seconds)
        // A key that is not one is a bad request here.
        if response.status == 400, reasons.contains("API_KEY_INVALID") || message.contains("API key not valid") {
            return ModelFailure(.auth, detail)
        }
        if response.status == 429 {
            let quotas = body?.details?.flatMap { $0.violations ?? [] }.compactMap(\.quotaId) ?? []
            // A limit per day lasts; one per minute passes.
            return ModelFailure(
                quotas.contains { $0.contains("PerDay") } ? .quota : .rateLimited, detail, retryAfter: wait)
        }
        return ModelFailure(status: response.status, detail, retryAfter: wait)
    }

    /// Whether the request was refused as the field with the schema is not known (any more).
    static func isAboutFormat(_ response: OutboundResponse) -> Bool {
        guard response.status == 400, let message = read(response)?.message?.lowercased() else { return false }
        return ["responseschema", "response_schema", "responsemimetype", "response_mime_type"].contains {
            message.contains($0)
        }
    }

    /// `34s`, `1.5s`.
    private static func seconds(_ text: String) -> Duration? {
        guard text.hasSuffix("s"), let seconds = Double(text.dropLast()), (0...604_800).contains(seconds) else {
            return nil
        }
        return .milliseconds(Int64(seconds * 1000))
    }
}
