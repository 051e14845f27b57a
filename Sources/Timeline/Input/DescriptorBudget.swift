import FoundationEssentials
import OperatingSystem
import Synchronization

/// How many log files may stay open at once. Those beyond it are opened for each read.
final class DescriptorBudget: Sendable {
    private let left: Mutex<Int>

    /// What other parts of the program may need meanwhile.
    private static let reserve = 48

    /// What the process may still open, but for that.
    init() {
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 64
        left = Mutex(max(0, min(4096, DescriptorLimit.current - open - Self.reserve)))
    }

    init(_ count: Int) { left = Mutex(count) }

    func take() -> Bool {
        left.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
    }

    func giveBack() { left.withLock { $0 += 1 } }
}
