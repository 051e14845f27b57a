package import Domain

/// Simulated time: it starts at a given moment and goes `speed` times as fast as real time from there.
package struct WorldClock: Sendable {
    package let start: Timestamp
    /// Simulated seconds for each real one; 900 makes an hour pass in four seconds.
    package let speed: Double
    private let begun = ContinuousClock.now

    package init(start: Timestamp, speed: Double = 1) {
        self.start = start
        self.speed = speed
    }

    package func now() -> Timestamp {
        let elapsed = ContinuousClock.now - begun
        return Timestamp(milliseconds: start.milliseconds + Int64(elapsed / .milliseconds(1) * speed))
    }

    /// How long `simulated` takes in reality: what a program waits for that much simulated time to pass.
    package func realDuration(of simulated: Duration) -> Duration { simulated / speed }
}
