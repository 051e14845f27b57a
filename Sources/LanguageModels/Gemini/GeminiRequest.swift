import Domain
import FoundationEssentials

/// The body of a request.
struct GeminiRequest: Encodable {
    /// How the schema is given: `responseSchema`, or `responseFormat`, which replaces it.
    enum Format: CaseIterable {
        case responseSchema, responseFormat
    }

    private struct Content: Encodable {
        struct Part: Encodable { let text: String }
        var role: String?
        let parts: [Part]
    }

    private struct Generation: Encodable {
        struct ResponseFormat: Encodable {
            struct Text: Encodable {
                let mimeType = "APPLICATION_JSON"
                let schema: JSONValue
            }
            let text: Text
        }
        let temperature = 0.2
        /// With those of the reasoning.
        let maxOutputTokens = ModelPrompt.maxOutputTokens
        var responseMimeType: String?
        var responseSchema: JSONValue?
        var responseFormat: ResponseFormat?
    }

    private let systemInstruction: Content
    private let contents: [Content]
    private let generationConfig: Generation

    init(_ prompt: ModelPrompt, schema: JSONValue, format: Format) {
        systemInstruction = Content(parts: [.init(text: prompt.instructions)])
        contents = [Content(role: "user", parts: [.init(text: prompt.input)])]
        var generation = Generation()
        switch format {
        case .responseSchema:
            generation.responseMimeType = "application/json"
            generation.responseSchema = schema
        case .responseFormat: generation.responseFormat = .init(text: .init(schema: schema))
        }
        generationConfig = generation
    }

    var text: String { (try? JSONEncoder.compact.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "" }
}

/// The schema in the subset of OpenAPI that Gemini knows.
enum GeminiSchema {
    static func schema(_ text: String) -> JSONValue {
        ((try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))) ?? .null).without("additionalProperties")
    }
}
