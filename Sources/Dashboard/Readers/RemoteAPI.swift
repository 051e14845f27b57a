import API
import Domain
import FoundationEssentials

/// Asks the API's own routes for what it has read.
struct RemoteAPI: Sendable {
    /// Asks the API for a path with its query (`/v1/price`), already percent-encoded; throws when there was no answer.
    typealias Fetch = @Sendable (_ pathAndQuery: String) async throws -> (status: Int, body: [UInt8])

    let fetch: Fetch

    /// - Parameter what: what is read, for people.
    func read<Reading: Decodable>(_ path: String, _ query: [(name: String, value: String?)] = [], what: String)
        async throws(ReadModelFailure) -> Reading
    {
        let pathAndQuery = path + Self.text(query)
        let answer = try await answer(to: pathAndQuery)
        switch answer.status {
        case 200: return try decode(answer.body, from: pathAndQuery, what: what)
        // Another server's 404, where API_BASE_URL is wrong, is not ours.
        case 404 where says(":no-data\"", answer.body): throw .empty(what: what)
        default: throw unexpected(answer.status, pathAndQuery)
        }
    }

    /// As ``read(_:_:what:)``; `nil` for what the API says there is not.
    func readIfAny<Reading: Decodable>(
        _ path: String, _ query: [(name: String, value: String?)] = [], what: String
    ) async throws(ReadModelFailure) -> Reading? {
        let pathAndQuery = path + Self.text(query)
        let answer = try await answer(to: pathAndQuery)
        switch answer.status {
        case 200: return try decode(answer.body, from: pathAndQuery, what: what)
        case 404 where says(":not-found\"", answer.body): return nil
        default: throw unexpected(answer.status, pathAndQuery)
        }
    }

    private func answer(to pathAndQuery: String) async throws(ReadModelFailure) -> (status: Int, body: [UInt8]) {
        do { return try await fetch(pathAndQuery) } catch {
            throw .unavailable(detail: "the API did not answer \(pathAndQuery): \(error)")
        }
    }

    private func decode<Reading: Decodable>(_ body: [UInt8], from pathAndQuery: String, what: String)
        throws(ReadModelFailure) -> Reading
    {
        do {
            return try JSONDecoder().decode(Reading.self, from: Data(body))
        } catch {
            throw .unavailable(
                detail: "the API's answer to \(pathAndQuery) is not the \(what) that was expected: \(error)")
        }
    }

    private func says(_ word: String, _ body: [UInt8]) -> Bool { String(decoding: body, as: UTF8.self).contains(word) }

    private func unexpected(_ status: Int, _ pathAndQuery: String) -> ReadModelFailure {
        .unavailable(detail: "the API answered \(pathAndQuery) with status \(status)")
    }

    private static func text(_ query: [(name: String, value: String?)]) -> String {
        let pairs = query.compactMap { name, value in value.map { "\(name)=\($0.percentEncoded)" } }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}
