import CAllocator

/// The heaps of the C library, from which Swift allocates.
package enum Heap {
    /// The bytes that the program has allocated, and those that the C library holds free; zero where it does not say.
    package struct Usage: Hashable, Sendable {
        package let used: Int
        package let unused: Int
    }

    /// glibc makes up to eight heaps for each core, and gives a page back only from the top of one: with short bursts
    /// on many threads each keeps the memory of its largest burst. Called before there is a second thread.
    package static func limit() { limit_heaps(2) }

    /// Walks all heaps: a millisecond for each hundred megabytes or so, during which they are locked one after another.
    package static var usage: Usage {
        var (used, unused): (UInt, UInt) = (0, 0)
        heap_usage(&used, &unused)
        return Usage(used: Int(clamping: used), unused: Int(clamping: unused))
    }

    /// Gives free pages back to the system where that is worth it.
    package static func trim() {
        let usage = usage
        guard usage.unused > max(2 << 20, usage.used / 4) else { return }
        trim_heaps()
    }

    /// Gives back the pages of the program itself; those that are used come back with their next use. A start touches
    /// twice as many as what follows.
    package static func forgetStart() { unmap_program() }
}
