/// Lets few pieces of work be under way at a time, in the order in which they came.
actor RequestSlots {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    /// Runs `request` once a slot is free.
    func during<Value: Sendable, Failure>(_ request: @Sendable () async throws(Failure) -> Value)
        async throws(Failure) -> Value
    {
        await enter()
        defer { leave() }
        return try await request()
    }

    private func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        // The slot is handed over by `leave()`.
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
