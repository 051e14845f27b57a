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

    @Test("of two machines of one name, as copies have it, neither sees the other's processes")
    func copies() {
        #expect(ProcessIdentity.areOfTwoMachines("boot1@aa/pid:[1]/7", "boot2@bb/pid:[1]/7"))
        for (a, b) in [
            ("boot1@aa/n/7", "boot2@aa/n/7"), ("boot1/n/7", "boot2@bb/n/7"), ("boot1/n@x/7", "boot2/n@y/7"), ("", ""),
        ] {
            #expect(!ProcessIdentity.areOfTwoMachines(a, b))
        }
        let current = ProcessIdentity.current()
        // Without a machine-id(5), another boot is all there is.
        let isKnown = current.start.prefix { $0 != "/" }.contains("@")
        #expect(ProcessIdentity.isGone(holder(current, start: "another-boot@0/n/1")) != isKnown)
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
