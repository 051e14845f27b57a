import Domain

/// A query parameter of a route. What is read, the error about what is not valid, and the OpenAPI document come from
/// it.
package struct Parameter<Value: Sendable>: ParameterDescription {
    package let name: String
    package let description: String
    package let schema: Schema
    package let defaultText: String?
    /// A valid text, for the document.
    package let example: String
    package let allowsEmpty: Bool
    /// What is valid, as in `must be fr or en`.
    let requirement: String
    /// Its value where the request does not have it.
    let absent: Value
    /// `nil` for a text that is not valid.
    private let parse: @Sendable (String) -> Value?

    /// - Parameter defaultText: what a request without it means, where that is a text.
    init(
        _ name: String, _ description: String, schema: Schema, example: String, requirement: String, absent: Value,
        defaultText: String? = nil, allowsEmpty: Bool = false, parse: @escaping @Sendable (String) -> Value?
    ) {
        self.name = name
        self.description = description
        self.schema = schema
        self.example = example
        self.requirement = requirement
        self.absent = absent
        self.defaultText = defaultText
        self.allowsEmpty = allowsEmpty
        self.parse = parse
    }

    /// - Throws: ``Problem``: 400, which says what is valid.
    func value(of text: String?) throws(Problem) -> Value {
        guard let text else { return absent }
        guard let value = parse(text) else { throw .invalid(name, requirement, text) }
        return value
    }
}

/// What the OpenAPI document says about a parameter of any type.
package protocol ParameterDescription: Sendable {
    var name: String { get }
    var description: String { get }
    var schema: Schema { get }
    var defaultText: String? { get }
    var example: String { get }
    /// Whether its name alone is valid, as in `?verbose`.
    var allowsEmpty: Bool { get }
}

extension ParameterDescription {
    var json: JSONValue {
        var schema = schema.json
        if let defaultText, case .object(var members) = schema {
            members["default"] = Int(defaultText).map(JSONValue.integer) ?? .text(defaultText)
            schema = .object(members)
        }
        var json: [String: JSONValue] = [
            "name": .text(name), "in": "query", "required": false, "description": .text(description),
            "schema": schema, "example": Int(example).map(JSONValue.integer) ?? .text(example),
        ]
        if allowsEmpty { json["allowEmptyValue"] = true }
        return .object(json)
    }
}
