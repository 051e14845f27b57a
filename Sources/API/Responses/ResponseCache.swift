package import Domain
import NIOCore
import Synchronization

/// The key of a prepared response: the request target, what it accepts, and the language and the access where the
/// response depends on them.
package struct ResponseKey: Hashable, Sendable {
    let target: String
    let language: Language?
    /// The hot path, which authorizes nobody, finds only responses without it.
    let access: OperationsAccess?
    /// What `Accept` asks for, of a collection.
    let accepted: ResponseFormat

    package init(_ target: String, in language: Language? = nil, for access: OperationsAccess? = nil) {
        self.init(target, in: language, for: access, accepting: .json)
    }

    init(_ target: String, in language: Language?, for access: OperationsAccess?, accepting accepted: ResponseFormat) {
        self.accepted = accepted
        self.target = target
        self.language = language
        self.access = access
    }
}

/// Caches the prepared responses of the current data version. Bounded; a new version empties it.
package final class ResponseCache: Sendable {
    private struct State {
        var version: UInt64 = 0
        var responses: [ResponseKey: PreparedResponse] = [:]
    }

    /// Preparations of one version: those for an older one are not shared.
    private struct WorkKey: Hashable {
        let key: ResponseKey
        let version: UInt64
    }

    /// Responses that are prepared at once, and that wait: what one reads takes memory and a connection of the
    /// database.
    private static let (maxPreparing, maxWaiting) = (16, 240)
    /// Responses compared before one of them is dropped.
    private static let compared = 8

    /// In bytes; a larger body is not cached. A full cache takes at most 128 MB: each of them plain and
    /// compressed.
    private static let maxBodySize = 256 << 10
    /// In bytes; a response to a longer request target is not cached.
    private static let maxTargetSize = 512

    private let state = Mutex(State())
    private let version: DataVersion
    private let now: @Sendable () -> Timestamp
    private let capacity: Int
    private let requests: RequestMetrics?
    private let work = SharedWork<WorkKey, PreparedResponse>(limit: maxPreparing, queue: maxWaiting)

    /// - Parameters:
    ///   - capacity: the maximum number of responses; a new one then replaces one that was rarely used.
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
        response.uses.add()
        return response
    }

    /// Whether a response that was found here may still be sent.
    func isCurrent(_ response: PreparedResponse, at now: Timestamp) -> Bool {
        response.version == version.current && response.validUntil.map { now < $0 } ?? true
    }

    /// The response for `key`, prepared where there is none, once for concurrent requests.
    ///
    /// The version is read before the data: after a commit in between, the response is prepared again rather than kept
    /// too long.
    /// - Throws: ``Problem/busy`` when too many others are being prepared, else what `prepare` throws.
    package func response(
        for key: ResponseKey, route: String? = nil, prepare: @escaping @Sendable () async throws -> PreparedResponse
    ) async throws -> PreparedResponse {
        if let ready = response(for: key) { return ready }
        let before = version.current
        return try await work.value(for: WorkKey(key: key, version: before)) {
            let fresh = try await prepare()
            self.store(fresh, for: key, route: route, under: before)
            return fresh
        }
    }

    /// The version under which a response would be stored now.
    var dataVersion: UInt64 { version.current }

    /// Invalidates all responses, after this process has changed the data.
    func advance() { version.advance() }

    /// Stores a response for `key`, unless the data have changed since `version`, under which it was prepared.
    /// - Parameter route: the template of the route that it is counted by; never a requested path, as clients choose
    ///   it.
    package func store(_ response: PreparedResponse, for key: ResponseKey, route: String?, under version: UInt64) {
        var counted = response
        counted.counter = requests?.counter(of: route)
        counted.version = version
        state.withLock { state in
            if version > state.version {
                state.version = version
                state.responses.removeAll(keepingCapacity: true)
            }
            guard state.version == version, response.body.readableBytes <= Self.maxBodySize,
                key.target.utf8.count <= Self.maxTargetSize
            else { return }
            if state.responses[key] == nil, state.responses.count >= capacity,
                let other = Self.rarelyUsed(state.responses)
            {
                state.responses[other] = nil
            }
            state.responses[key] = counted
        }
    }

    /// The least used of a few random ones: a client that invents addresses drops its own responses rather than those
    /// that others share.
    private static func rarelyUsed(_ responses: [ResponseKey: PreparedResponse]) -> ResponseKey? {
        guard !responses.isEmpty else { return nil }
        return (0..<compared).compactMap { _ in responses.randomElement() }.min {
            $0.value.uses.value < $1.value.uses.value
        }?.key
    }
}
