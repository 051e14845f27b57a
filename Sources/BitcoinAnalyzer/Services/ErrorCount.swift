import Domain
import Synchronization

/// The number of failed requests at each observation, and so since then.
final class ErrorCount: Sendable {
    private let count: (@Sendable () -> Int)?
    private let samples = Mutex<[(time: Timestamp, count: Int)]>([])

    /// The number of samples: one hour by default.
    private static let most = 240

    init(_ count: (@Sendable () -> Int)?) { self.count = count }

    func sample(at moment: Timestamp) {
        guard let now = count?() else { return }
        samples.withLock { samples in
            samples.append((moment, now))
            if samples.count > Self.most { samples.removeFirst(samples.count - Self.most) }
        }
    }

    /// `nil` where requests are not counted.
    func since(_ moment: Timestamp) -> Int? {
        guard let now = count?() else { return nil }
        let before = samples.withLock { samples in (samples.last { $0.time <= moment } ?? samples.first)?.count }
        return now - (before ?? 0)
    }
}
