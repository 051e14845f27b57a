import FoundationEssentials
import HTTPTypes

/// Gemini’s `generateContent`, as far as this program uses it.
struct GeminiFormat {
    private struct Request: Decodable {
        struct Content: Decodable {
            struct Part: Decodable { let text: String }
            let parts: [Part]
        }
        struct Generation: Decodable {
            struct Anything: Decodable {}
            let responseSchema: Anything?
        }
        let contents: [Content]
        let generationConfig: Generation?
    }

    func response(to request: WorldRequest, fault: ModelFault?) -> WorldResponse {
        guard request.path.hasSuffix(":generateContent"),
            let asked = request.path.split(separator: "/").last?.split(separator: ":").first,
            let body = try? JSONDecoder().decode(Request.self, from: Data(request.body))
        else { return error(400, "INVALID_ARGUMENT", "Invalid JSON payload received.") }
        let key = HTTPField.Name("x-goog-api-key").flatMap { request.headers[$0] } ?? ""
        if let response = fault?.response(key: key) { return response }
        switch fault {
        case .badKey:
            return error(
                400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.",
                details: #"[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]"#)
        case .forbidden: return error(403, "PERMISSION_DENIED", "The caller does not have permission")
        case .modelNotFound:
            return error(404, "NOT_FOUND", "models/\(asked) is not found for API version v1beta")
        case .tooManyRequests:
            return error(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted", details: #"[{"retryDelay":"30s"}]"#)
        case .quota:
            return error(
                429, "RESOURCE_EXHAUSTED", "You exceeded your current quota",
                details: #"[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel"}]}]"#)
        case .emptyError: return WorldResponse(.internalServerError, "text/plain", [])
        case .flatError:
            return .json(#"{"message":"bad request","type":"invalid","code":"3051"}"#, status: .init(code: 422))
        case .loading: return error(503, "UNAVAILABLE", "The model is overloaded. Please try again later.")
        case .unknownFormat where body.generationConfig?.responseSchema != nil:
            return error(
                400, "INVALID_ARGUMENT",
                "Invalid JSON payload received. Unknown name \\\"responseSchema\\\" at 'generation_config'")
        case .blocked:
            return .json(
                #"{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":420},"#
                    + #""modelVersion":"\#(asked)"}"#)
        default: break
        }
        let input = body.contents.flatMap(\.parts).map(\.text).joined(separator: "\n")
        var text = SimulatedModel(input, fault: fault).answer
        if let fault { text = fault.reformed(text) }
        var (finish, thoughts) = ("STOP", 0)
        switch fault {
        case .cutJSON: (text, finish) = (String(text.prefix(text.count / 2)), "MAX_TOKENS")
        case .emptyByReasoning: (text, finish, thoughts) = ("", "MAX_TOKENS", 4096)
        case .refusal: (text, finish) = ("", "SAFETY")
        default: break
        }
        let version = fault == .rerouted ? "another-model-2" : String(asked)
        return .json(
            #"{"candidates":[{"content":{"role":"model","parts":[{"text":\#(text.jsonText)}]},"finishReason":"\#(finish)","#
                + #""index":0}],"usageMetadata":{"promptTokenCount":\#(input.utf8.count / 4),"candidatesTokenCount":"#
                + #"\#(text.utf8.count / 4),"thoughtsTokenCount":\#(thoughts)},"modelVersion":"\#(version)"}"#)
    }

    private func error(_ code: Int, _ status: String, _ message: String, details: String = "[]") -> WorldResponse {
        .json(
            #"{"error":{"code":\#(code),"message":"\#(message)","status":"\#(status)","details":\#(details)}}"#,
            status: .init(code: code))
    }
}

extension String {
    /// As a JSON string.
    var jsonText: String {
        (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
}
