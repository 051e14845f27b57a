import Domain
import Synchronization

/// Until when receivers asked to be left alone (`Retry-After`), by this process.
package final class ReceiverPauses: Sendable {
    private let until = Mutex<[NoticeReceiver: Timestamp]>([:])

    package init() {}

    /// `nil` where a receiver takes messages now.
    func pause(of receiver: NoticeReceiver, at now: Timestamp) -> Timestamp? {
        until.withLock { pauses in
            guard let end = pauses[receiver], end > now else {
                pauses[receiver] = nil
                return nil
            }
            return end
        }
    }

    func add(_ receiver: NoticeReceiver, until end: Timestamp) {
        until.withLock { $0[receiver] = max(end, $0[receiver] ?? end) }
    }
}
