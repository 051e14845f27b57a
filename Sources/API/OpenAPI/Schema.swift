package import Domain

/// What is valid, as JSON Schema 2020-12, which OpenAPI 3.1 uses (spec.openapis.org/oas/v3.1.1, 4.8.24).
package indirect enum Schema: Sendable {
    /// - Parameter keywords: keywords beside `type`, such as `minimum`.
    case value(type: String, keywords: [String: JSONValue])
    case oneOf([String])
    /// One of several.
    case anyOf([Schema])
    case array(Schema)
    case object([Field])
    /// An object with one of these members at least.
    case nonEmpty([Field])
    /// An object with further members, whose names are not known beforehand.
    case extended([Field], by: Schema)
    /// An object whose keys are not known beforehand.
    case map(Schema)
    /// The value, or `null`.
    case nullable(Schema)
    /// Any value.
    case anything
    /// A schema that stands once in the document and is referred to.
    case named(String, Schema)

    /// A member of an object.
    package struct Field: Sendable {
        let name: String
        let schema: Schema
        let description: String
        /// Whether it is always present.
        let isRequired: Bool
    }

    static let boolean = Schema.value(type: "boolean", keywords: [:])
    static let number = Schema.value(type: "number", keywords: [:])
    static let text = Schema.value(type: "string", keywords: [:])
    /// RFC 3339, UTC.
    static let time = Schema.value(
        type: "string", keywords: ["format": "date-time", "examples": ["2026-01-31T09:00:00Z"]])
    static let timeOrDay = Schema.anyOf([time, .value(type: "string", keywords: ["format": "date"])])
    static let count = Schema.integer(from: 0)

    static func integer(from minimum: Int, to maximum: Int? = nil) -> Schema {
        var keywords: [String: JSONValue] = ["minimum": .integer(minimum)]
        if let maximum { keywords["maximum"] = .integer(maximum) }
        return .value(type: "integer", keywords: keywords)
    }

    static func number(from minimum: Double, to maximum: Double? = nil) -> Schema {
        var keywords: [String: JSONValue] = ["minimum": .number(minimum)]
        if let maximum { keywords["maximum"] = .number(maximum) }
        return .value(type: "number", keywords: keywords)
    }

    /// - Parameter pattern: an ECMA-262 regular expression for the whole text.
    static func text(
        matching pattern: String? = nil, from minLength: Int? = nil, to maxLength: Int? = nil, examples: [String] = []
    ) -> Schema {
        var keywords: [String: JSONValue] = [:]
        if let pattern { keywords["pattern"] = .text(pattern) }
        if let minLength { keywords["minLength"] = .integer(minLength) }
        if let maxLength { keywords["maxLength"] = .integer(maxLength) }
        if !examples.isEmpty { keywords["examples"] = .array(examples.map(JSONValue.text)) }
        return .value(type: "string", keywords: keywords)
    }

    /// The schema in the document; named ones as references.
    var json: JSONValue {
        switch self {
        case .value(let type, let keywords):
            return .object(keywords.merging(["type": .text(type)]) { _, type in type })
        case .oneOf(let values): return ["type": "string", "enum": .array(values.map(JSONValue.text))]
        case .anyOf(let schemas): return ["anyOf": .array(schemas.map(\.json))]
        case .array(let element): return ["type": "array", "items": element.json]
        case .object(let fields):
            return [
                "type": "object",
                "properties": .object(
                    Dictionary(fields.map { ($0.name, $0.json) }) { first, _ in first }),
                "required": .array(fields.filter(\.isRequired).map { .text($0.name) }),
            ]
        case .nonEmpty(let fields):
            guard case .object(var keywords) = Schema.object(fields).json else { return [:] }
            keywords["minProperties"] = 1
            return .object(keywords)
        case .extended(let fields, let further):
            guard case .object(var keywords) = Schema.object(fields).json else { return [:] }
            keywords["additionalProperties"] = further.json
            return .object(keywords)
        case .map(let value): return ["type": "object", "additionalProperties": value.json]
        case .nullable(let schema): return schema.orNull
        case .anything: return [:]
        case .named(let name, _): return ["$ref": .text("#/components/schemas/\(name)")]
        }
    }

    private var orNull: JSONValue {
        if case .value(let type, let keywords) = self {
            return .object(keywords.merging(["type": [.text(type), "null"]]) { _, type in type })
        }
        return ["anyOf": [json, ["type": "null"]]]
    }

    /// The named schemas that it refers to, itself included.
    var components: [String: Schema] {
        switch self {
        case .value, .oneOf, .anything: [:]
        case .anyOf(let schemas): schemas.reduce(into: [:]) { $0.merge($1.components) { first, _ in first } }
        case .array(let schema), .map(let schema), .nullable(let schema): schema.components
        case .object(let fields), .nonEmpty(let fields):
            fields.reduce(into: [:]) { $0.merge($1.schema.components) { first, _ in first } }
        case .extended(let fields, let further):
            Schema.object(fields).components.merging(further.components) { first, _ in first }
        case .named(let name, let schema): schema.components.merging([name: schema]) { first, _ in first }
        }
    }
}

extension Schema.Field {
    var json: JSONValue {
        guard !description.isEmpty else { return schema.json }
        // Beside `$ref` too, since JSON Schema 2019-09.
        guard case .object(var members) = schema.json else { return schema.json }
        members["description"] = .text(description)
        return .object(members)
    }

    /// - Parameter description: for readers of the document; empty where the name says it.
    static func field(_ name: String, _ schema: Schema, _ description: String = "") -> Self {
        Self(name: name, schema: schema, description: description, isRequired: true)
    }

    /// A field that may be absent.
    static func optional(_ name: String, _ schema: Schema, _ description: String = "") -> Self {
        Self(name: name, schema: schema, description: description, isRequired: false)
    }
}

/// A type whose JSON form is in the OpenAPI document.
package protocol SchemaDescribed {
    static var schema: Schema { get }
}
