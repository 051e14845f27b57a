import Domain
import FoundationEssentials
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Asks whether there is a way out of this host: its routes, and one query to each resolver.
package enum NetworkProbe {
    /// Blocks for about a second where no resolver replies.
    package static func facts() -> NetworkFacts {
        NetworkFacts(hasDefaultRoute: hasDefaultRoute(), resolvers: replies(of: addresses()))
    }

    // MARK: Routes

    private static func hasDefaultRoute() -> Bool? {
        let (four, six) = (text("/proc/net/route"), text("/proc/net/ipv6_route"))
        guard four != nil || six != nil else { return nil }
        return isDefault(four: four ?? "") || isDefault(six: six ?? "") || publicAddresses.contains(where: hasRoute)
    }

    /// Of a root name server (https://www.iana.org/domains/root/servers): a way to it may stand in another table than
    /// the main one, or be made of two halves of the Internet, as VPNs do it.
    private static let publicAddresses = ["198.41.0.4", "2001:503:ba3e::2:30"]

    /// Whether the kernel has a route to a numeric address. Sends nothing.
    static func hasRoute(to address: String) -> Bool {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, "53", &hints, &found) == 0, let info = found?.pointee else { return false }
        defer { freeaddrinfo(found) }
        let descriptor = socket(info.ai_family, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return connect(descriptor, info.ai_addr, info.ai_addrlen) == 0
    }

    /// `Iface Destination Gateway Flags … Mask`, in hexadecimal (proc(5)).
    static func isDefault(four table: String) -> Bool {
        table.textLines().dropFirst().contains { line in
            let fields = line.split { $0 == "\t" || $0 == " " }
            guard fields.count > 7, let flags = Int(fields[3], radix: 16) else { return false }
            // RTF_UP, and not RTF_REJECT.
            return fields[1] == "00000000" && fields[7] == "00000000" && flags & 0x1 != 0 && flags & 0x200 == 0
        }
    }

    /// Destination, its prefix length, …, flags and interface; the kernel itself has a rejecting one on `lo`.
    static func isDefault(six table: String) -> Bool {
        table.textLines().contains { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, let flags = Int(fields[8], radix: 16) else { return false }
            return fields[0].allSatisfy { $0 == "0" } && fields[1] == "00" && flags & 0x1 != 0 && flags & 0x200 == 0
                && fields[9] != "lo"
        }
    }

    // MARK: Resolvers

    /// The resolvers of this host; those that systemd-resolved itself asks, where it stands before them.
    private static func addresses() -> [String] {
        let own = nameservers(in: text("/etc/resolv.conf") ?? "")
        guard own.contains(where: { $0.hasPrefix("127.") }) else { return own }
        let behind = nameservers(in: text("/run/systemd/resolve/resolv.conf") ?? "")
        return behind.isEmpty ? own : behind
    }

    /// At most three, as resolv.conf(5) has them.
    static func nameservers(in file: String) -> [String] {
        Array(
            file.textLines().compactMap { line in
                let words = line.split { $0 == " " || $0 == "\t" }
                return words.count > 1 && words[0] == "nameserver" ? String(words[1]) : nil
            }.prefix(3))
    }

    private static func text(_ path: String) -> String? {
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Sends each one query, and waits a second for all of them.
    private static func replies(of addresses: [String]) -> [NetworkFacts.Resolver] {
        let queries = addresses.map { DatagramQuery(to: $0) }
        let deadline = ContinuousClock.now + .seconds(1)
        return zip(addresses, queries).map { address, query in
            NetworkFacts.Resolver(address: address, reply: query.reply(until: deadline))
        }
    }
}

/// A query for the name servers of the root over UDP: every resolver knows them, and the query reveals no name.
private final class DatagramQuery {
    private let descriptor: Int32
    private var failure: Int32 = 0

    /// Header with recursion desired and one question: root, NS, IN (RFC 1035, 4.1).
    private static let bytes: [UInt8] = [0x62, 0x74, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1]

    /// - Parameter address: numeric.
    init(to address: String) {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, "53", &hints, &found) == 0, let info = found?.pointee else {
            descriptor = -1
            failure = EHOSTUNREACH
            return
        }
        defer { freeaddrinfo(found) }
        descriptor = socket(info.ai_family, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        // Connected, so that errors of the network (ICMP) are reported.
        guard descriptor >= 0, connect(descriptor, info.ai_addr, info.ai_addrlen) == 0,
            send(descriptor, Self.bytes, Self.bytes.count, Int32(MSG_NOSIGNAL)) == Self.bytes.count
        else {
            failure = errno
            return
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func reply(until deadline: ContinuousClock.Instant) -> NetworkFacts.Resolver.Reply {
        if failure != 0 { return failure == ECONNREFUSED ? .refused : .unreachable }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let left = max(0, (deadline - ContinuousClock.now).wholeMilliseconds)
        guard poll(&waiting, 1, Int32(clamping: left)) > 0 else { return .none }
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard count >= 12 else { return errno == ECONNREFUSED ? .refused : .unreachable }
        return .code(Int(buffer[3] & 0x0F))
    }
}
