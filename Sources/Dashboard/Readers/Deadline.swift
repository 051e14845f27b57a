import API
import Domain

/// Reads a model and waits at most `limit` for it, even when the reader ignores cancellation.
func reading<Value: Sendable>(
    within limit: Duration, _ read: @escaping @Sendable () async throws(ReadModelFailure) -> Value
) async -> Result<Value, ReadModelFailure> {
    do {
        guard let value = try await withDeadline(limit, late: .abandoned, read) else {
            return .failure(.unavailable(detail: "no response within \(limit)"))
        }
        return .success(value)
    } catch {
        return .failure(error)
    }
}
