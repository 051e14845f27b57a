import UnixSignals

/// Runs `work`, cancelled at the first SIGINT or SIGTERM. What is begun is given back cleanly by those who handle cancellation.
func stoppingOnSignals<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async throws -> T {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: T?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            for await _ in signals {
                EndingDeadline.start(exitCode: CommandFailure.Code.temporary.rawValue)
                return nil
            }
            return nil
        }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            if let result { return result }
            group.cancelAll()
        }
        throw CancellationError()
    }
}
