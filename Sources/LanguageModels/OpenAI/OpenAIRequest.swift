import Domain
import FoundationEssentials

/// The body of a request.
struct OpenAIRequest: Encodable {
    /// Whether the server is asked to keep to the schema, or only to JSON.
    enum Format: CaseIterable { case schema, object }

    private struct Message: Encodable { let role, content: String }

    private struct ResponseFormat: Encodable {
        struct Schema: Encodable {
            let name: String
            let strict = true
            let schema: JSONValue
        }
        let type: String
        var json_schema: Schema?
    }

    private let model: String
    private let messages: [Message]
    private let response_format: ResponseFormat
    private var max_tokens: Int?
    private var max_completion_tokens: Int?

    init(_ prompt: ModelPrompt, model: String, format: Format, hasNewNames: Bool) {
        self.model = model
        messages = [
            Message(role: "system", content: prompt.instructions), Message(role: "user", content: prompt.input),
        ]
        let schema = (try? JSONDecoder().decode(JSONValue.self, from: Data(prompt.schema.utf8))) ?? .null
        response_format =
            switch format {
            case .schema: ResponseFormat(type: "json_schema", json_schema: .init(name: prompt.name, schema: schema))
            case .object: ResponseFormat(type: "json_object")
            }
        if hasNewNames {
            max_completion_tokens = ModelPrompt.maxOutputTokens
        } else {
            max_tokens = ModelPrompt.maxOutputTokens
        }
    }

    var text: String { (try? JSONEncoder.compact.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "" }
}
