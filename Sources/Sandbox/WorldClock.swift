package import Domain

/// A simulated clock that starts at a given time and runs at `speed` times real time.
package struct WorldClock: Sendable {
    /// The simulated time at creation.
    package let start: Timestamp
    /// Simulated seconds per real second; at 900, an hour takes four seconds.
    package let speed: Double
    private let begun = ContinuousClock.now

    /// Starts the clock.
    package init(start: Timestamp, speed: Double = 1) {
        self.start = start
        self.speed = speed
    }

    /// The current simulated time.
    package func now() -> Timestamp {
        let elapsed = ContinuousClock.now - begun
        return Timestamp(milliseconds: start.milliseconds + Int64(elapsed / .milliseconds(1) * speed))
    }

    /// The real time in which that much simulated time passes.
    package func realDuration(of simulated: Duration) -> Duration { simulated / speed }
}
