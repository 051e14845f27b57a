import API
import Domain
import FoundationEssentials

/// Reads the read models from the API's routes.
struct RemoteAPI: Sendable {
    /// Requests a path with its percent-encoded query (`/v1/price`); throws without a response.
    typealias Fetch = @Sendable (_ pathAndQuery: String) async throws -> (status: Int, body: [UInt8])

    let fetch: Fetch

    /// - Parameter what: the name of the read model, for messages.
    func read<Model: Decodable>(_ path: String, _ query: [(name: String, value: String?)] = [], what: String)
        async throws(ReadModelFailure) -> Model
    {
        let pathAndQuery = path + Self.text(query)
        let response = try await response(to: pathAndQuery)
        switch response.status {
        case 200: return try decode(response.body, from: pathAndQuery, what: what)
        // A 404 of another server, where API_BASE_URL is wrong, has another body.
        case 404 where hasProblem(":no-data\"", response.body): throw .empty(what: what)
        default: throw unexpected(response.status, pathAndQuery)
        }
    }

    /// As ``read(_:_:what:)``; `nil` where the API responds that it does not exist.
    func readIfAny<Model: Decodable>(
        _ path: String, _ query: [(name: String, value: String?)] = [], what: String
    ) async throws(ReadModelFailure) -> Model? {
        let pathAndQuery = path + Self.text(query)
        let response = try await response(to: pathAndQuery)
        switch response.status {
        case 200: return try decode(response.body, from: pathAndQuery, what: what)
        case 404 where hasProblem(":not-found\"", response.body): return nil
        default: throw unexpected(response.status, pathAndQuery)
        }
    }

    private func response(to pathAndQuery: String) async throws(ReadModelFailure) -> (status: Int, body: [UInt8]) {
        do { return try await fetch(pathAndQuery) } catch {
            throw .unavailable(detail: "the API did not respond to \(pathAndQuery): \(error)")
        }
    }

    private func decode<Model: Decodable>(_ body: [UInt8], from pathAndQuery: String, what: String)
        throws(ReadModelFailure) -> Model
    {
        do {
            return try JSONDecoder().decode(Model.self, from: Data(body))
        } catch {
            throw .unavailable(
                detail: "the API's response to \(pathAndQuery) is not the expected \(what): \(error)")
        }
    }

    private func hasProblem(_ code: String, _ body: [UInt8]) -> Bool {
        String(decoding: body, as: UTF8.self).contains(code)
    }

    private func unexpected(_ status: Int, _ pathAndQuery: String) -> ReadModelFailure {
        .unavailable(detail: "the API responded to \(pathAndQuery) with status \(status)")
    }

    private static func text(_ query: [(name: String, value: String?)]) -> String {
        let pairs = query.compactMap { name, value in value.map { "\(name)=\($0.percentEncoded)" } }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}
