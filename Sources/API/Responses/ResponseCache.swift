package import Domain
import NIOCore
import Synchronization

/// The key of a prepared response: the request target, and the language where the response depends on one.
package struct ResponseKey: Hashable, Sendable {
    let target: String
    let language: Language?

    package init(_ target: String, in language: Language? = nil) {
        self.target = target
        self.language = language
    }
}

/// Caches the prepared responses of the current data version. Bounded; a new version empties it.
package final class ResponseCache: Sendable {
    private struct State {
        var version: UInt64 = 0
        var responses: [ResponseKey: PreparedResponse] = [:]
    }

    /// In bytes; a larger body is not cached. A full cache takes at most 64 MB.
    private static let maxBodySize = 256 << 10

    private let state = Mutex(State())
    private let version: DataVersion
    private let now: @Sendable () -> Timestamp
    private let capacity: Int
    private let requests: RequestMetrics?

    /// - Parameters:
    ///   - capacity: the maximum number of responses; a new one then replaces a random one.
    ///   - requests: counts the responses that the hot path sends.
    package init(
        version: DataVersion, capacity: Int = 256, requests: RequestMetrics? = nil,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.version = version
        self.capacity = capacity
        self.requests = requests
        self.now = now
    }

    /// The prepared response for `key`; `nil` where there is none or it is no longer valid.
    package func response(for key: ResponseKey) -> PreparedResponse? {
        let current = version.current
        guard let response = state.withLock({ $0.version == current ? $0.responses[key] : nil }) else { return nil }
        if let validUntil = response.validUntil, validUntil <= now() { return nil }
        return response
    }

    /// The response for `key`, prepared where there is none.
    ///
    /// The version is read before the data: after a commit in between, the response is prepared again rather than kept
    /// too long.
    package func response(for key: ResponseKey, route: String? = nil, prepare: () async throws -> PreparedResponse)
        async throws -> PreparedResponse
    {
        if let ready = response(for: key) { return ready }
        let before = version.current
        let fresh = try await prepare()
        store(fresh, for: key, route: route, under: before)
        return fresh
    }

    /// Invalidates all responses, after this process has changed the data.
    func advance() { version.advance() }

    /// Stores a response for `key`, unless the data have changed since `version`, under which it was prepared.
    /// - Parameter route: its template, where it differs from the path.
    package func store(_ response: PreparedResponse, for key: ResponseKey, route: String? = nil, under version: UInt64)
    {
        var counted = response
        counted.counter = requests?.counter(of: route ?? String(key.target.prefix { $0 != "?" }))
        state.withLock { state in
            if version > state.version {
                state.version = version
                state.responses.removeAll(keepingCapacity: true)
            }
            guard state.version == version, response.body.readableBytes <= Self.maxBodySize else { return }
            if state.responses[key] == nil, state.responses.count >= capacity,
                let other = state.responses.keys.randomElement()
            {
                state.responses[other] = nil
            }
            state.responses[key] = counted
        }
    }
}
