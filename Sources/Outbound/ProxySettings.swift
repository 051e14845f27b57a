/// The proxies through which requests leave, by the variables that curl(1) and others read: `http_proxy`,
/// `https_proxy` and `no_proxy`. Loopback is never asked through a proxy.
package struct ProxySettings: Hashable, Sendable {
    package struct Server: Hashable, Sendable {
        package enum Kind: Hashable, Sendable { case http, socks }

        package let kind: Kind
        package let host: String
        package let port: Int
        package let user: String?
        package let password: String?

        /// From `http://user:password@host:port`, `host:port` or `socks5h://host:port`; `nil` for anything else. A
        /// proxy that is itself reached by TLS is not supported.
        package init?(_ text: String) {
            let parts = text.firstRange(of: "://").map { (text[..<$0.lowerBound].lowercased(), text[$0.upperBound...]) }
            let (scheme, rest) = parts ?? ("http", text[...])
            let defaultPort: Int
            switch scheme {
            case "http": (kind, defaultPort) = (.http, 80)
            case "socks5", "socks5h": (kind, defaultPort) = (.socks, 1080)
            default: return nil
            }
            let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            let at = authority.lastIndex(of: "@")
            let place = HostAndPort(at.map { authority[authority.index(after: $0)...] } ?? authority)
            guard let place, !place.host.isEmpty else { return nil }
            (host, port) = (place.host, place.port ?? defaultPort)
            let login = at.map {
                authority[..<$0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            }
            user = login?.first.map(Self.decoded)
            password = login.flatMap { $0.count > 1 ? Self.decoded($0[1]) : nil }
        }

        /// Percent-encoding (RFC 3986, 2.1), which a password with `@` or `:` needs.
        private static func decoded(_ text: Substring) -> String {
            var bytes: [UInt8] = []
            var rest = text.utf8[...]
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: "%"), rest.count >= 2,
                    let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    package let http: Server?
    package let https: Server?
    /// The parts of `no_proxy`, in lower case.
    let exceptions: [String]

    package static let none = ProxySettings(http: nil, https: nil)

    /// - Parameter exceptions: hosts separated by commas or spaces: `example.org` with its subdomains (a dot in front
    ///   changes nothing), `192.0.2.0/24`, an address, each with an optional port; `*` for all.
    package init(http: Server?, https: Server?, exceptions: String = "") {
        self.http = http
        self.https = https
        self.exceptions = exceptions.lowercased().split { $0 == "," || $0.isWhitespace }.map(String.init)
    }

    /// `nil` for a request that goes straight to its server.
    package func server(for url: String) -> Server? {
        let isSecure = url.lowercased().hasPrefix("https://")
        guard let server = isSecure ? https : http else { return nil }
        let authority = OutboundRequest(url).host.lowercased()
        guard let target = HostAndPort(authority[...]), !target.isLoopback else { return nil }
        let port = target.port ?? (isSecure ? 443 : 80)
        return exceptions.contains { Self.matches($0, target.host, port) } ? nil : server
    }

    private static func matches(_ exception: String, _ host: String, _ port: Int) -> Bool {
        if exception == "*" { return true }
        if exception.contains("/") { return IPv4Range(exception).map { $0.contains(host) } ?? false }
        guard let place = HostAndPort(exception[...]) else { return false }
        if let only = place.port, only != port { return false }
        let name = place.host.drop { $0 == "." || $0 == "*" }
        return !name.isEmpty && (host == name || host.hasSuffix("." + name))
    }
}

/// `host`, `host:port`, `[address]:port` or an IPv6 address.
private struct HostAndPort {
    let host: String
    let port: Int?

    init?(_ text: Substring) {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = String(text[text.index(after: text.startIndex)..<end])
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            port = rest.isEmpty ? nil : Int(rest.dropFirst())
            guard rest.isEmpty || port.map((1...65535).contains) == true else { return nil }
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            (host, port) = (String(text), nil)
            return
        }
        guard let number = Int(parts[1]), (1...65535).contains(number) else { return nil }
        (host, port) = (String(parts[0]), number)
    }

    var isLoopback: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || IPv4Range("127.0.0.0/8").map { $0.contains(host) } ?? false
    }
}

private struct IPv4Range {
    let address: UInt32
    let bits: UInt32

    init?(_ text: String) {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let address = Self.number(parts[0]), let bits = UInt32(parts[1]), bits <= 32 else {
            return nil
        }
        (self.address, self.bits) = (address, bits)
    }

    func contains(_ host: String) -> Bool {
        guard let number = Self.number(host[...]) else { return false }
        return bits == 0 || (number ^ address) >> (32 - bits) == 0
    }

    private static func number(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4 else { return nil }
        return parts.reduce(UInt32?(0)) { number, part in
            guard let number, let part else { return nil }
            return number << 8 | UInt32(part)
        }
    }
}
