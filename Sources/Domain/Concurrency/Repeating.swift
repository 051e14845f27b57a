/// Runs `step` repeatedly until its task is cancelled.
///
/// - Parameters:
///   - clock: measures the waits; monotonic.
///   - step: returns how long to wait before the next step, or `nil` to end.
package func repeating(
    clock: any Clock<Duration> = ContinuousClock(), isolation: isolated (any Actor)? = #isolation,
    _ step: () async -> Duration?
) async {
    while !Task.isCancelled, let wait = await step() {
        guard (try? await clock.sleep(for: wait)) != nil else { return }
    }
}

/// Runs `step` at once, and then again `interval` after it has ended, until its task is cancelled.
package func repeating(
    every interval: Duration, clock: any Clock<Duration> = ContinuousClock(),
    isolation: isolated (any Actor)? = #isolation, _ step: () async -> Void
) async {
    await repeating(clock: clock) {
        await step()
        return interval
    }
}
