import Testing

@testable import OperatingSystem

/// The form is that of `/proc/net/tcp` and `/proc/net/tcp6` (proc(5)), on a machine of little-endian order.
@Suite("Who is in the way of a listener") struct ListeningSocketsTests {
    private static let head =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

    private static func row(_ address: String, _ inode: Int, state: String = "0A") -> String {
        "   0: \(address) 00000000:0000 \(state) 00000000:00000000 00:00000000 00000000     0        0 \(inode) 1 0 100 0 0 10 0\n"
    }

    private func found(_ host: String, four: [String] = [], six: [String] = []) -> Set<String> {
        func table(_ addresses: [String], from first: Int) -> String {
            Self.head + addresses.enumerated().map { Self.row($1, first + $0) }.joined()
        }
        return RunningProcess.listeningSockets(
            port: 8001, on: host, [table(four, from: 1), table(six, from: 101)])
    }

    private let loopback = "0100007F:1F41"
    private let publicAddress = "057100CB:1F41"
    private let any = "00000000:1F41"
    private let anySix = "00000000000000000000000000000000:1F41"
    private let loopbackSix = "00000000000000000000000001000000:1F41"
    private let mapped = "0000000000000000FFFF00000100007F:1F41"

    @Test("a program on another address of the port is not")
    func other() {
        #expect(found("127.0.0.1", four: [publicAddress]).isEmpty)
        #expect(found("localhost", four: [publicAddress]).isEmpty)
        #expect(found("127.0.0.1", four: [publicAddress, loopback]) == ["socket:[2]"])
        #expect(found("203.0.113.5", four: [publicAddress, loopback]) == ["socket:[1]"])
        #expect(found("127.0.0.1", six: [loopbackSix]).isEmpty && found("[::1]", four: [loopback, any]).isEmpty)
    }

    @Test("one on every address is, where no other has the very address")
    func everyAddress() {
        #expect(found("127.0.0.1", four: [any]) == ["socket:[1]"])
        #expect(found("127.0.0.1", six: [anySix]) == ["socket:[101]"])
        #expect(found("127.0.0.1", four: [loopback], six: [anySix]) == ["socket:[1]"])
        #expect(found("::1", six: [anySix, loopbackSix]) == ["socket:[102]"])
        #expect(found("127.0.0.1", six: [mapped]) == ["socket:[101]"])
    }

    @Test("for a listener on every address, everyone of its family is; for a name that is not known, everyone")
    func wildcard() {
        #expect(found("0.0.0.0", four: [publicAddress], six: [loopbackSix]) == ["socket:[1]"])
        #expect(found("0.0.0.0", six: [anySix]) == ["socket:[101]"])
        #expect(found("::", four: [publicAddress], six: [loopbackSix]).count == 2)
        #expect(found("vps.example.org", four: [publicAddress], six: [loopbackSix]).count == 2)
    }

    @Test("connections, other ports and lines of another form are none")
    func others() {
        #expect(found("127.0.0.1", four: ["0100007F:1F42"]).isEmpty)
        let odd = [Self.row(loopback, 7, state: "01"), "x\n", Self.row("0100:1F41", 8), Self.row("0100007F", 9)]
        #expect(
            RunningProcess.listeningSockets(port: 8001, on: "127.0.0.1", [Self.head + odd.joined()]).isEmpty)
    }
}
