package import Domain
import NIOCore
import Synchronization

/// What was asked: the address as the request has it, and the language where the answer depends on one.
package struct ResponseKey: Hashable, Sendable {
    let target: String
    let language: Language?

    package init(_ target: String, in language: Language? = nil) {
        self.target = target
        self.language = language
    }
}

/// Answers prepared under the current data version, by what was asked. Bounded; a new version empties it.
package final class ResponseCache: Sendable {
    private struct State {
        var version: UInt64 = 0
        var answers: [ResponseKey: PreparedResponse] = [:]
    }

    /// Bytes of a body beyond which an answer is not worth its memory: with a full cache, 64 MB.
    private static let largestKept = 256 << 10

    private let state = Mutex(State())
    private let version: DataVersion
    private let now: @Sendable () -> Timestamp
    private let capacity: Int
    private let requests: RequestMetrics?

    /// - Parameters:
    ///   - capacity: answers kept at the most; beyond it a new one takes the place of any other, so that odd addresses cannot fill it for good.
    ///   - requests: counts those that the hot path sends.
    package init(
        version: DataVersion, capacity: Int = 256, requests: RequestMetrics? = nil,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.version = version
        self.capacity = capacity
        self.requests = requests
        self.now = now
    }

    /// What was prepared for `key`, while it is still true.
    package func answer(for key: ResponseKey) -> PreparedResponse? {
        let current = version.current
        guard let answer = state.withLock({ $0.version == current ? $0.answers[key] : nil }) else { return nil }
        if let validUntil = answer.validUntil, validUntil <= now() { return nil }
        return answer
    }

    /// The answer for `key`, prepared if it has to be.
    ///
    /// The version is read before the data are: a commit in between makes the answer be prepared once more, never kept too long.
    package func answer(for key: ResponseKey, route: String? = nil, prepare: () async throws -> PreparedResponse)
        async throws -> PreparedResponse
    {
        if let ready = answer(for: key) { return ready }
        let before = version.current
        let fresh = try await prepare()
        offer(fresh, for: key, route: route, under: before)
        return fresh
    }

    /// To be called once this process has changed the data: what was prepared before is not given any more.
    func advance() { version.advance() }

    /// Keeps an answer for `key`, unless the data have moved on since `version`, under which it was prepared.
    /// - Parameter route: its template, where that is not the path itself.
    package func offer(_ answer: PreparedResponse, for key: ResponseKey, route: String? = nil, under version: UInt64) {
        var counted = answer
        counted.counter = requests?.counter(of: route ?? String(key.target.prefix { $0 != "?" }))
        state.withLock { state in
            if version > state.version {
                state.version = version
                state.answers.removeAll(keepingCapacity: true)
            }
            guard state.version == version, answer.body.readableBytes <= Self.largestKept else { return }
            if state.answers[key] == nil, state.answers.count >= capacity,
                let other = state.answers.keys.randomElement()
            {
                state.answers[other] = nil
            }
            state.answers[key] = counted
        }
    }
}
