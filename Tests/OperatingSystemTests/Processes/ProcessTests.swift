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

    @Test("who listens on a port is found with number and command")
    func portHolder() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port: Int = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = bind(descriptor, generic, length)
                listen(descriptor, 1)
                getsockname(descriptor, generic, &length)
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
        let found = PortHolder.of(port: port)
        #expect(found?.process == getpid())
        #expect(found?.command.isEmpty == false)
    }

    @Test("a port that nobody listens on has no holder")
    func free() {
        #expect(PortHolder.of(port: 1) == nil)
    }
}
