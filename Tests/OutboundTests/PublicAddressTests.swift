import Testing

@testable import Outbound

/// Addresses and whether the registries of RFC 6890 call them globally reachable.
@Suite("Which addresses are public") struct PublicAddressTests {
    @Test(
        "not this machine, private networks, metadata services, and what contains their addresses",
        arguments: [
            "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.255",
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1",
            "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255",
            "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::7f00:1", "fe80::1",
            "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1",
            "2001:db8::1", "2001::1", "2001:10::1", "100::1", "3fff::1",
        ])
    func reserved(text: String) {
        #expect(!PublicAddress.isPublic(text))
    }

    @Test(
        "and those of servers are",
        arguments: [
            "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.255.255.255", "128.0.0.1",
            "169.253.255.255", "172.15.255.255", "172.32.0.1", "192.0.1.1", "192.167.255.255", "192.169.0.1",
            "198.17.0.1",
            "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "64:ff9b::101:101", "::ffff:1.1.1.1",
            "2002:101:101::1",
        ])
    func global(text: String) {
        #expect(PublicAddress.isPublic(text))
    }

    @Test(
        "the old forms of an IPv4 address are resolved to what they mean",
        arguments: ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1"])
    func oldForms(text: String) {
        let addresses = PublicAddress.resolve(text, port: 80)
        #expect(!addresses.isEmpty && !addresses.contains { PublicAddress.isPublic($0) })
        #expect(!PublicAddress.isPrivateName(text))
    }

    @Test(
        "a name that public DNS does not have is the operator's own",
        arguments: [
            ("localhost", true), ("feeds", true), ("feeds.internal", true), ("nas.local", true), ("10.0.0.5", true),
            ("[::1]", true), ("example.org", false), ("1.1.1.1", false), ("local", true), ("notlocal.example", false),
        ])
    func names(host: String, isPrivate: Bool) {
        #expect(PublicAddress.isPrivateName(host) == isPrivate)
    }
}
