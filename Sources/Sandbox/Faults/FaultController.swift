import Domain
import FoundationEssentials
import HTTPTypes

/// Controls faults over HTTP: `GET /_faults`, `PUT /_faults/ENDPOINT` with a fault and optionally `times` as JSON,
/// `DELETE /_faults/ENDPOINT` (all faults without an endpoint).
struct FaultController: Sendable {
    let faults: Faults

    static let path = "/_faults"

    /// - Parameter name: the path below `/_faults/`, possibly empty.
    func response(to method: HTTPRequest.Method, name: String, body: [UInt8]) -> WorldResponse {
        if name.isEmpty {
            switch method {
            case .get: return list()
            case .delete:
                faults.clearAll()
                return list()
            default: return .text("GET or DELETE here, or PUT below it", status: .methodNotAllowed)
            }
        }
        guard let endpoint = Endpoint(rawValue: name) else {
            let known = Endpoint.allCases.map(\.rawValue).joined(separator: ", ")
            return .text("there is no endpoint of this name, there are: \(known)", status: .notFound)
        }
        switch method {
        case .put: return set(endpoint, body)
        case .delete:
            faults.clear(endpoint)
            return list()
        default: return .text("PUT or DELETE here", status: .methodNotAllowed)
        }
    }

    private func set(_ endpoint: Endpoint, _ body: [UInt8]) -> WorldResponse {
        do {
            let setting = try JSONDecoder().decode(Faults.Setting.self, from: Data(body))
            faults.set(setting.fault, on: endpoint, times: setting.times)
            return list()
        } catch {
            return .text(
                "this is not a fault: \(Self.reason(error)). A fault is a JSON object with the key 'fault', and optionally "
                    + "'times', such as {\"fault\":{\"status\":{\"_0\":503}}}",
                status: .badRequest)
        }
    }

    /// What a decoder found, in a sentence instead of the description of its error.
    private static func reason(_ error: any Error) -> String {
        func place(_ path: [any CodingKey]) -> String {
            path.isEmpty ? "" : " at '\(path.map(\.stringValue).joined(separator: "."))'"
        }
        switch error as? DecodingError {
        case .keyNotFound(let key, let context):
            return "the key '\(key.stringValue)' is missing\(place(context.codingPath))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "the value\(place(context.codingPath)) has another type"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty
                ? "the body is not JSON" : "the value\(place(context.codingPath)) is not known"
        default: return "it cannot be read"
        }
    }

    private func list() -> WorldResponse {
        let named = Dictionary(uniqueKeysWithValues: faults.current.map { ($0.key.rawValue, $0.value) })
        // Values decoded from JSON can be encoded again.
        guard let body = try? JSONEncoder.compact.encode(named) else {
            return .text("the faults cannot be written", status: .internalServerError)
        }
        return WorldResponse(.ok, "application/json; charset=utf-8", [UInt8](body))
    }
}
