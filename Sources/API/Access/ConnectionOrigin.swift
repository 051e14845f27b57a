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

    /// The address that attempts are counted by: the peer's, or for a proxy on loopback, the one that the proxy names
    /// last. An IPv6 address is cut to its /64, which one host may have all of.
    func client(_ request: Request) -> String {
        var address = peer
        if Self.isLoopback(peer), let named = Self.forwardedAddress(request.headers) { address = named }
        guard let address else { return "unknown" }
        guard case .v6(let v6) = address else { return address.ipAddress ?? "local" }
        // sockaddr_in6 (ipv6(7)): family, port and flow information, then the address.
        let bytes = withUnsafeBytes(of: v6.address) { Array($0[8..<16]) }
        return stride(from: 0, to: 8, by: 2).map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":") + "::/64"
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

    private static func isLoopbackName(_ authority: String) -> Bool {
        if authority.hasPrefix("[") { return authority.hasPrefix("[::1]") }
        let name = authority.prefix { $0 != ":" }.lowercased()
        return name == "localhost"
            || name.hasPrefix("127.") && name.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
    }

    private static func forwardedAddress(_ headers: HTTPFields) -> SocketAddress? {
        for name in ["X-Forwarded-For", "X-Real-IP"] {
            guard let field = HTTPField.Name(name), let value = headers[values: field].last,
                let last = value.split(separator: ",").last
            else { continue }
            let text = last.filter { !$0.isWhitespace }
            if text.utf8.count <= 45, let address = try? SocketAddress(ipAddress: text, port: 0) { return address }
        }
        return nil
    }
}
