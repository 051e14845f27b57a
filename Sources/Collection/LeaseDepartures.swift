import Synchronization

/// Leases that are given back while other work goes on: each is a commit, for which nobody has to wait before the end.
final class LeaseDepartures: Sendable {
    private let open = Mutex<[Task<Void, Never>]>([])

    private init() {}

    /// Runs `work`, and returns when all leases that it left are given back, also when it throws.
    static func during<Value>(
        isolation: isolated (any Actor)? = #isolation, _ work: (LeaseDepartures) async throws -> Value
    ) async throws -> Value {
        let departures = LeaseDepartures()
        let result: Result<Value, any Error>
        do { result = .success(try await work(departures)) } catch { result = .failure(error) }
        for task in departures.open.withLock({ $0 }) { await task.value }
        return try result.get()
    }

    func add(_ release: Task<Void, Never>) { open.withLock { $0.append(release) } }
}
