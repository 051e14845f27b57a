import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// File descriptors that are held to be given back when none is left. Libraries need some at any time, and not all of
/// them survive without: libdispatch looks at its threads in `/proc` every second, and ends the process where it
/// cannot.
final class DescriptorReserve: Sendable {
    private let count: Int
    private let held: Mutex<[Int32]>

    init(_ count: Int = 8) {
        self.count = count
        held = Mutex([])
        refill()
    }

    deinit { release() }

    /// How many are held.
    var size: Int { held.withLock(\.count) }

    /// Gives all of them back.
    func release() {
        held.withLock { held in
            for descriptor in held { close(descriptor) }
            held = []
        }
    }

    /// Takes them again, all or none.
    func refill() {
        held.withLock { held in
            while held.count < count {
                let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
                guard descriptor >= 0 else {
                    for descriptor in held { close(descriptor) }
                    held = []
                    return
                }
                held.append(descriptor)
            }
        }
    }
}
