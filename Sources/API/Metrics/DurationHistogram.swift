import Domain
import Synchronization

/// A histogram of durations with fixed buckets. Recording is lock-free: two atomic additions.
final class DurationHistogram: Sendable {
    /// Upper bounds in nanoseconds: 0.1 ms, as for a prepared response, to 10 s, beyond clients' timeouts.
    private static let bounds: [Int64] = [
        100_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000, 250_000_000,
        500_000_000,
        1_000_000_000, 2_500_000_000, 5_000_000_000, 10_000_000_000,
    ]

    private let buckets: [AtomicCounter] = (0...DurationHistogram.bounds.count).map { _ in AtomicCounter() }
    private let nanoseconds = Atomic<Int64>(0)

    func record(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let length = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        var index = 0
        while index < Self.bounds.count, length > Self.bounds[index] { index += 1 }
        buckets[index].add()
        nanoseconds.wrappingAdd(length, ordering: .relaxed)
    }

    /// Cumulative buckets, sum and count, as Prometheus requires.
    var samples: [MetricFamily.Sample] {
        var total: UInt64 = 0
        var samples: [MetricFamily.Sample] = []
        for (index, bucket) in buckets.enumerated() {
            total += bucket.value
            let bound = index < Self.bounds.count ? Exposition.number(Double(Self.bounds[index]) / 1e9) : "+Inf"
            samples.append(.init(Double(total), .init("le", bound), suffix: "_bucket"))
        }
        samples.append(.init(Double(nanoseconds.load(ordering: .relaxed)) / 1e9, suffix: "_sum"))
        samples.append(.init(Double(total), suffix: "_count"))
        return samples
    }
}

/// A monotonic counter that needs no lock.
final class AtomicCounter: Sendable {
    private let number = Atomic<UInt64>(0)
    func add() { number.wrappingAdd(1, ordering: .relaxed) }
    var value: UInt64 { number.load(ordering: .relaxed) }
}
