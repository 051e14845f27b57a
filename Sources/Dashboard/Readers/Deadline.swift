import API

/// Asks for a reading and waits at most `limit` for it, even when whoever is asked ignores cancellation.
func reading<Value: Sendable>(
    within limit: Duration, _ ask: @escaping @Sendable () async throws(ReadModelFailure) -> Value
) async -> Result<Value, ReadModelFailure> {
    // The first of the two answers counts. A task group would not do: it waits for its slowest child.
    let (answers, answer) = AsyncStream<Result<Value, ReadModelFailure>>.makeStream(
        bufferingPolicy: .bufferingOldest(1))
    let asking = Task {
        do throws(ReadModelFailure) { answer.yield(.success(try await ask())) } catch { answer.yield(.failure(error)) }
    }
    let waiting = Task {
        try await Task.sleep(for: limit)
        answer.yield(.failure(.unavailable(detail: "no answer within \(limit)")))
    }
    defer {
        asking.cancel()
        waiting.cancel()
    }
    for await first in answers { return first }
    return .failure(.unavailable(detail: "the request was given up"))
}
