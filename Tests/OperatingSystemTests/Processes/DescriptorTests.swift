import Foundation
import Testing

@testable import OperatingSystem

/// One after the other: one raises the limit that another compares.
@Suite("File descriptors of a process", .serialized) struct DescriptorTests {
    @Test("are counted, of this process and by its id")
    func counted() throws {
        let before = OpenDescriptors.own
        #expect(before.open >= 3 && before.limit > before.open)
        let other = try #require(OpenDescriptors.of(getpid()))
        #expect(other.limit == before.limit && other.open >= 3)
        #expect(OpenDescriptors.of(0) == nil)
        #expect(FreeDescriptors.areLeft(FreeDescriptors.forCommand))
    }

    @Test("the limit is read from /proc/PID/limits")
    func limit() {
        let head = "Limit                     Soft Limit           Hard Limit           Units     \n"
        let line = "Max open files            1024                 524288               files     \n"
        #expect(OpenDescriptors.limit(in: head + line) == 1024)
        #expect(OpenDescriptors.limit(in: head + line.replacing("1024 ", with: "unlimited ")) == .max)
        #expect(OpenDescriptors.limit(in: head) == nil)
    }

    @Test("the soft limit is raised to the hard one, up to a bound, and never lowered")
    func raised() {
        let before = DescriptorLimit.current
        DescriptorLimit.raise()
        #expect(DescriptorLimit.current >= before)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #expect(limit.rlim_cur == max(rlim_t(before), min(limit.rlim_max, 65_536)))
    }

    @Test("looking for free ones takes one at most, so that others open theirs meanwhile")
    func looking() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            limit.rlim_cur = 256
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            // All but sixteen are taken.
            var free = 0
            for number in 0..<Int32(256) where fcntl(number, F_GETFD) == -1 { free += 1 }
            for _ in 0..<max(0, free - 16) { _ = open("/dev/null", O_RDONLY | O_CLOEXEC) }
            let others = Task.detached {
                var refused = 0
                while !Task.isCancelled {
                    let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
                    if descriptor < 0 { refused += 1 } else { close(descriptor) }
                }
                return refused
            }
            for _ in 0..<1000 { _ = FreeDescriptors.areLeft(16) }
            others.cancel()
            let refused = await others.value
            #expect(refused == 0)
        }
    }
}

@Suite("The heaps of the C library") struct HeapTests {
    // AddressSanitizer has a heap of its own, of which mallinfo2(3) knows nothing.
    @Test("are measured and trimmed", .enabled(if: ProcessInfo.processInfo.environment["ASAN_OPTIONS"] == nil))
    func trimmed() {
        Heap.trim()
        #expect(Heap.usage.used > 0)
    }
}
