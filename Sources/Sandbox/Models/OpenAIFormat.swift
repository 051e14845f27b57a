import FoundationEssentials
import HTTPTypes

/// OpenAI’s `chat/completions`, with the errors of the servers that imitate it.
struct OpenAIFormat {
    private struct Request: Decodable {
        struct Message: Decodable { let role, content: String }
        struct Format: Decodable { let type: String }
        let model: String
        let messages: [Message]
        let response_format: Format?
    }

    func response(to request: WorldRequest, fault: ModelFault?) -> WorldResponse {
        guard request.path.hasSuffix("/chat/completions"),
            let body = try? JSONDecoder().decode(Request.self, from: Data(request.body))
        else { return error(400, "invalid_request_error", "null", "We could not parse the JSON body of your request.") }
        let key = request.headers[.authorization].map { String($0.dropFirst("Bearer ".count)) } ?? ""
        if let response = fault?.response(key: key) { return response }
        switch fault {
        case .badKey: return error(401, "invalid_request_error", #""invalid_api_key""#, "Incorrect API key provided.")
        case .forbidden: return error(403, "insufficient_permissions", "null", "You have insufficient permissions.")
        case .modelNotFound:
            return error(
                404, "invalid_request_error", #""model_not_found""#, "The model '\(body.model)' does not exist.")
        case .tooManyRequests:
            var response = error(429, "requests", #""rate_limit_exceeded""#, "Rate limit reached.")
            response.headers[.retryAfter] = "30"
            return response
        case .quota:
            return error(429, "insufficient_quota", #""insufficient_quota""#, "You exceeded your current quota.")
        case .emptyError: return WorldResponse(.internalServerError, "text/plain", [])
        case .flatError:
            return .json(
                #"{"object":"error","message":"Invalid model","type":"invalid_model","code":"1500"}"#,
                status: .badRequest)
        case .loading: return error(503, "unavailable_error", "503", "Loading model")
        case .unknownFormat where body.response_format?.type == "json_schema":
            return error(400, "invalid_request_error", "null", "response_format type json_schema is not supported")
        default: break
        }
        let input = body.messages.filter { $0.role == "user" }.map(\.content).joined(separator: "\n")
        var text = SimulatedModel(input, fault: fault).answer
        if let fault { text = fault.reformed(text) }
        var (finish, extra, reasoning) = ("stop", "", 0)
        switch fault {
        case .cutJSON: (text, finish) = (String(text.prefix(text.count / 2)), "length")
        case .emptyByReasoning: (text, extra, reasoning) = ("", #","reasoning":"The user wants a text. So""#, 4096)
        case .refusal: (text, extra) = ("", #","refusal":"I cannot help with that.""#)
        case .blocked: (text, finish) = ("", "content_filter")
        default: break
        }
        let model = fault == .rerouted ? "another-model-2" : body.model
        return .json(
            #"{"id":"chatcmpl-1","object":"chat.completion","model":"\#(model)","choices":[{"index":0,"message":"#
                + #"{"role":"assistant","content":\#(text.jsonText)\#(extra)},"finish_reason":"\#(finish)"}],"#
                + #""usage":{"prompt_tokens":\#(input.utf8.count / 4),"completion_tokens":\#(text.utf8.count / 4 + reasoning),"#
                + #""completion_tokens_details":{"reasoning_tokens":\#(reasoning)}}}"#)
    }

    private func error(_ status: Int, _ type: String, _ code: String, _ message: String) -> WorldResponse {
        .json(
            #"{"error":{"message":"\#(message)","type":"\#(type)","param":null,"code":\#(code)}}"#,
            status: .init(code: status))
    }
}
