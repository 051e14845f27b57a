/// Compares JSON with a schema of the OpenAPI document: the keywords that the document uses, and that a response has no
/// member that the document does not have.
struct SchemaCheck {
    let document: [String: JSON]

    /// What differs, with where.
    func differences(_ value: JSON, _ schema: JSON?, at path: String = "$") -> [String] {
        guard case .object(let keywords)? = schema else { return ["\(path): no schema"] }
        if case .string(let reference)? = keywords["$ref"] {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            return differences(value, document["components"]?["schemas"]?[name], at: path)
        }
        if case .array(let choices)? = keywords["anyOf"] {
            let found = choices.map { differences(value, $0, at: path) }
            return found.contains([]) ? [] : found.first ?? []
        }
        if case .array(let words)? = keywords["enum"], !words.contains(value) {
            return ["\(path): \(value) is not in enum"]
        }
        let types: [String] =
            switch keywords["type"] {
            case .string(let type)?: [type]
            case .array(let list)?: list.compactMap { if case .string(let type) = $0 { type } else { nil } }
            default: []
            }
        if types.isEmpty { return [] }
        guard types.contains(where: { Self.has(value, type: $0) }) else { return ["\(path): \(value) is no \(types)"] }
        switch value {
        case .number(let number):
            if case .number(let least)? = keywords["minimum"], number < least { return ["\(path): below \(least)"] }
            if case .number(let most)? = keywords["maximum"], number > most { return ["\(path): above \(most)"] }
            return []
        case .array(let elements):
            return elements.enumerated().flatMap { differences($1, keywords["items"], at: "\(path)[\($0)]") }
        case .object(let members): return differences(members, keywords, at: path)
        default: return []
        }
    }

    private func differences(_ members: [String: JSON], _ keywords: [String: JSON], at path: String) -> [String] {
        let properties: [String: JSON] = if case .object(let known)? = keywords["properties"] { known } else { [:] }
        var found: [String] = []
        for case .string(let name) in keywords["required"]?.list ?? [] where members[name] == nil {
            found.append("\(path): '\(name)' is missing")
        }
        for (name, member) in members {
            if let schema = properties[name] ?? keywords["additionalProperties"] {
                found += differences(member, schema, at: "\(path).\(name)")
            } else {
                found.append("\(path): '\(name)' is not in the document")
            }
        }
        return found
    }

    private static func has(_ value: JSON, type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.bool, "boolean"), (.number, "number"), (.string, "string"), (.array, "array"),
            (.object, "object"):
            true
        case (.number(let number), "integer"): number == number.rounded()
        default: false
        }
    }
}
