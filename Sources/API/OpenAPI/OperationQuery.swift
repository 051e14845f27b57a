import Domain
import Hummingbird

/// The query of a request, read strictly: a parameter that the operation does not have, one that stands twice and one
/// without a value are errors.
struct OperationQuery: Sendable {
    private let values: [String: String]
    let request: Request

    /// - Throws: ``Problem``: 400, which names the parameter and those that are valid.
    init(_ request: Request, of operation: Operation) throws(Problem) {
        self.request = request
        var values: [String: String] = [:]
        for (key, value) in request.uri.queryParameters {
            let (key, value) = (String(key), String(value))
            guard let parameter = operation.parameters.first(where: { $0.name == key }) else {
                if operation.ignoresUnknown { continue }
                throw .unknownParameter(key, of: operation)
            }
            guard values.updateValue(value, forKey: key) == nil else {
                throw .invalidParameter("\(key) stands twice; send it once")
            }
            guard !value.isEmpty || parameter.allowsEmpty else {
                throw .invalidParameter("\(key) is empty; leave it out, or give it a value")
            }
        }
        self.values = values
    }

    /// Whether the request has it.
    func contains(_ parameter: some ParameterDescription) -> Bool { values[parameter.name] != nil }

    subscript<Value>(_ parameter: Parameter<Value>) -> Value {
        get throws(Problem) { try parameter.value(of: values[parameter.name]) }
    }
}

extension Problem {
    fileprivate static func unknownParameter(_ name: String, of operation: Operation) -> Problem {
        let known = operation.parameters.map(\.name)
        let shown = name.printableLine(limit: 40)
        if known.isEmpty { return .invalidParameter("\(operation.path) takes no parameters (got '\(shown)')") }
        let near = known.first { $0 == name.lowercased() }.map { "; names are case-sensitive: '\($0)'" } ?? ""
        return .invalidParameter(
            "\(operation.path) has no parameter '\(shown)'\(near); it takes \(known.joined(separator: ", "))")
    }
}
