import NIOCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// File descriptors that are held to be given back when none is left. Libraries need some at any time, and not all of
/// them survive without: libdispatch looks at its threads in `/proc` every second, and ends the process where it
/// cannot.
///
/// New descriptors have numbers below the limit (getrlimit(2)). A reserve with numbers above a limit that was lowered
/// while the process runs is of no use: giving it back lets nothing be opened, until connections have been closed.
final class DescriptorReserve: Sendable {
    /// So many are left, or the reserve is given back; other threads may take one or two at that moment.
    static let fewest = 4
    /// So long after it was given back, or could not be taken, it is taken.
    static let interval: TimeAmount = .seconds(10)

    private struct State {
        var held: [Int32] = []
        /// While it is not held: after when it is taken.
        var due = NIODeadline.distantPast
    }

    private let count: Int
    private let areLeft: @Sendable (Int) -> Bool
    private let state = Mutex(State())

    /// Holds none before the first ``tend(at:)``: most commands have no clients that could take all others.
    /// - Parameter areLeft: whether so many could be opened. Asks the system, and opens one at most: others need them.
    init(_ count: Int = 8, areLeft: @escaping @Sendable (Int) -> Bool) {
        self.count = count
        self.areLeft = areLeft
    }

    deinit { state.withLock { Self.giveBack($0.held) } }

    /// How many are held.
    var size: Int { state.withLock(\.held.count) }

    /// Whether connections would take what was given back for others: fewer are left than are held otherwise. Asks the
    /// system, unless they are held.
    func isShort() -> Bool { size == 0 && !areLeft(count) }

    /// Gives all of them back.
    func release(at now: NIODeadline) {
        state.withLock { state in
            Self.giveBack(state.held)
            state.held = []
            state.due = now + Self.interval
        }
    }

    /// Takes them where there is room, and gives them back where hardly any is left, though nothing was refused for it
    /// yet. Called every second; asks whether some are left.
    func tend(at now: NIODeadline) {
        state.withLock { state in
            if state.held.isEmpty {
                guard now > state.due else { return }
                state.held = taken()
                state.due = now + Self.interval
            } else if !areLeft(Self.fewest) {
                Self.giveBack(state.held)
                state.held = []
                state.due = now + Self.interval
            }
        }
    }

    /// All or none, and none where they would be the last.
    private func taken() -> [Int32] {
        guard areLeft(count + 2 * Self.fewest) else { return [] }
        let held = Self.taken(count)
        guard held.count == count else {
            Self.giveBack(held)
            return []
        }
        return held
    }

    /// As many as can be opened, up to `count`.
    private static func taken(_ count: Int) -> [Int32] {
        var descriptors: [Int32] = []
        while descriptors.count < count {
            let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { break }
            descriptors.append(descriptor)
        }
        return descriptors
    }

    private static func giveBack(_ descriptors: [Int32]) {
        for descriptor in descriptors { close(descriptor) }
    }
}
