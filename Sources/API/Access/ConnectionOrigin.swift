import HTTPTypes
import Hummingbird
import NIOCore

/// Where the requests of a connection come from.
package struct ConnectionOrigin: Sendable {
    /// Whether listener and peer are both on loopback.
    private let isLoopback: Bool
    private let peer: SocketAddress?

    /// - Parameter channel: an accepted connection. Without addresses, as in tests, it is not local.
    init(_ channel: any Channel) {
        // The address of the listener, not that of the connection: the latter is 127.0.0.1 also where a listener for
        // everybody is reached through loopback.
        let listener = channel.parent?.localAddress ?? channel.localAddress
        peer = channel.remoteAddress
        isLoopback = Self.isLoopback(listener) && Self.isLoopback(peer)
    }

    /// Whether a program of this machine sent the request for itself: on loopback, not forwarded by a proxy, and to a
    /// name of loopback. A page that resolves its own name to 127.0.0.1 (DNS rebinding) sends its own name as `Host`.
    func isLocal(_ request: Request) -> Bool {
        isLoopback && !request.headers.contains(where: Self.isForwarding)
            && (request.head.authority.map(Self.isLoopbackName) ?? true)
    }

    /// The client that attempts are counted by, as text: the peer, or behind trusted proxies the last address in
    /// `X-Forwarded-For` that is not a proxy's: those before it are what the client claims.
    func client(_ request: Request, behind proxies: [IPNetwork]) -> String {
        guard let own = peer.flatMap(IPAddress.init) else { return "local" }
        func isProxy(_ address: IPAddress) -> Bool { proxies.contains { $0.contains(address) } }
        guard isProxy(own), let name = HTTPField.Name("X-Forwarded-For"),
            let forwarded = request.headers[values: name].last
        else { return own.clientText }
        for entry in forwarded.split(separator: ",").reversed() {
            guard let address = IPAddress(entry) else { break }
            if !isProxy(address) { return address.clientText }
        }
        return own.clientText
    }

    private static func isLoopback(_ address: SocketAddress?) -> Bool {
        guard let address else { return false }
        if case .unixDomainSocket = address { return true }
        guard let text = address.ipAddress else { return false }
        return text == "::1" || text.hasPrefix("127.") || text.hasPrefix("::ffff:127.")
    }

    /// Headers that proxies add, whose names vary.
    private static let forwarding: Set<String> = [
        "forwarded", "via", "x-real-ip", "true-client-ip", "x-client-ip", "x-cluster-client-ip", "cf-connecting-ip",
        "fastly-client-ip", "x-original-forwarded-for",
    ]

    private static func isForwarding(_ field: HTTPField) -> Bool {
        forwarding.contains(field.name.canonicalName) || field.name.canonicalName.hasPrefix("x-forwarded")
    }

    /// An empty `Host` names nothing: no page of a browser sends it.
    private static func isLoopbackName(_ authority: String) -> Bool {
        if authority.isEmpty { return true }
        if authority.hasPrefix("[") { return authority.hasPrefix("[::1]") }
        let name = authority.prefix { $0 != ":" }.lowercased()
        return name == "localhost" || name == "localhost."
            || name.hasPrefix("127.") && name.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
    }
}

extension IPAddress {
    /// An IPv4 address, or the /64 of an IPv6 address.
    fileprivate var clientText: String {
        if isV4 {
            return stride(from: 24, through: 0, by: -8).map { "\(low >> UInt64($0) & 0xFF)" }.joined(separator: ".")
        }
        return stride(from: 48, through: 0, by: -16).map { String(high >> UInt64($0) & 0xFFFF, radix: 16) }
            .joined(separator: ":") + "::/64"
    }
}
