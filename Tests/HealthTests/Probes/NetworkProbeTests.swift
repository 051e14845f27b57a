import Testing

@testable import Health

/// The formats are those of proc(5) and resolv.conf(5).
@Suite("What this host reaches") struct NetworkProbeTests {
    private static let header = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"

    @Test("a default route is one to everywhere that is up and does not reject")
    func ipv4() {
        func row(_ destination: String, _ flags: String, mask: String = "00000000") -> String {
            Self.header + "eth0\t\(destination)\t0100A8C0\t\(flags)\t0\t0\t100\t\(mask)\t0\t0\t0\n"
        }
        #expect(NetworkProbe.isDefault(four: row("00000000", "0003")))
        #expect(!NetworkProbe.isDefault(four: row("0000A8C0", "0001", mask: "00FFFFFF")))
        #expect(!NetworkProbe.isDefault(four: row("00000000", "0203")))
        #expect(!NetworkProbe.isDefault(four: Self.header))
    }

    @Test("the rejecting default of IPv6 on the loopback interface is none")
    func ipv6() {
        let zero = String(repeating: "0", count: 32)
        func row(_ flags: String, _ interface: String, length: String = "00") -> String {
            "\(zero) \(length) \(zero) 00 fe800000000000000000000000000001 00000400 00000001 00000000 \(flags) \(interface)\n"
        }
        #expect(NetworkProbe.isDefault(six: row("00450003", "eth0")))
        #expect(!NetworkProbe.isDefault(six: row("00200200", "lo")))
        #expect(!NetworkProbe.isDefault(six: row("00000001", "eth0", length: "40")))
    }

    @Test("a route is one that the kernel has, in whichever table")
    func routes() {
        #expect(NetworkProbe.hasRoute(to: "127.0.0.1"))
        #expect(!NetworkProbe.hasRoute(to: "nowhere") && !NetworkProbe.hasRoute(to: ""))
    }

    @Test("resolvers are the first three of resolv.conf")
    func resolvers() {
        let file = "# nameserver 9.9.9.9\nsearch example.org\nnameserver 192.0.2.1\nnameserver\t2001:db8::1\n"
        #expect(NetworkProbe.nameservers(in: file) == ["192.0.2.1", "2001:db8::1"])
        #expect(NetworkProbe.nameservers(in: String(repeating: "nameserver 192.0.2.1\n", count: 5)).count == 3)
    }
}
