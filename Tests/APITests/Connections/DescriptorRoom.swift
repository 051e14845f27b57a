import Synchronization

/// How many descriptors are left, as a test says.
final class DescriptorRoom: Sendable {
    private let left: Mutex<Int>
    private let asked = Mutex<[Int]>([])

    init(_ left: Int) { self.left = Mutex(left) }

    var value: Int {
        get { left.withLock { $0 } }
        set { left.withLock { $0 = newValue } }
    }

    /// For how many it was asked, in order.
    var questions: [Int] { asked.withLock { $0 } }

    func isThere(for count: Int) -> Bool {
        asked.withLock { $0.append(count) }
        return value >= count
    }
}
