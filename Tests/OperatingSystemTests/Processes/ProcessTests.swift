import Domain
import Testing

@testable import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@Suite("Processes") struct ProcessTests {
    func holder(_ identity: ProcessIdentity, process: Int32? = nil, start: String? = nil, host: String? = nil)
        -> LeaseHolder
    {
        LeaseHolder(
            run: RunID(rawValue: "r"), host: host ?? identity.host, process: process ?? identity.id,
            processStart: start ?? identity.start)
    }

    @Test("this process is not gone; one of its number that started at another time is")
    func identity() {
        let current = ProcessIdentity.current()
        #expect(!ProcessIdentity.isGone(holder(current)))
        #expect(ProcessIdentity.isGone(holder(current, start: "another-boot/1")))
        #expect(ProcessIdentity.isGone(holder(current, process: 4_194_305)))
    }

    @Test("of a process on another host nothing is known")
    func otherHost() {
        #expect(!ProcessIdentity.isGone(holder(.current(), process: 4_194_305, host: "elsewhere")))
    }

    @Test("a program's name may have spaces and parentheses, and moves no field")
    func status() {
        let rest = (4...40).map(String.init).joined(separator: " ")
        #expect(ProcessStatus("7 (a) Z (b) S \(rest)")?.startTicks == 22)
        #expect(ProcessStatus("7 (a) Z (b) S \(rest)")?.isZombie == false)
        #expect(ProcessStatus("7 (a) Z \(rest)")?.isZombie == true)
        #expect(ProcessStatus("7 (a) S 1")?.startTicks == nil)
        #expect(ProcessStatus("") == nil)
    }

    @Test("a free port has no holder")
    func free() {
        #expect(RunningProcess.of(port: 1, on: "127.0.0.1") == nil)
    }
}
