package import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An IP address as 128 bits; IPv4 as `::ffff:a.b.c.d` (RFC 4291, 2.5.5.2).
package struct IPAddress: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    private static let mapped: UInt64 = 0xFFFF_0000_0000

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads `192.0.2.1`, `2001:db8::1`, `[2001:db8::1]`, and the first of them with a port, as in `X-Forwarded-For`.
    package init?(_ text: some StringProtocol) {
        var text = text.drop { $0 == " " }.prefix { $0 != " " && $0 != "%" }
        if text.first == "[" {
            text = text.dropFirst().prefix { $0 != "]" }
        } else if text.count(where: { $0 == ":" }) == 1 {
            text = text.prefix { $0 != ":" }
        }
        // Bytes rather than in_addr, whose members belong to another module in each build.
        var bytes = [UInt8](repeating: 0, count: 16)
        func word(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        if inet_pton(AF_INET, String(text), &bytes) == 1 {
            self.init(high: 0, low: Self.mapped | word(0..<4))
        } else if inet_pton(AF_INET6, String(text), &bytes) == 1 {
            self.init(high: word(0..<8), low: word(8..<16))
        } else {
            return nil
        }
    }

    /// `nil` for a Unix domain socket.
    package init?(_ address: SocketAddress) {
        guard let text = address.ipAddress else { return nil }
        self.init(text)
    }

    var isV4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// The addresses of one client: an IPv4 address, or the /64 that one IPv6 customer gets (RFC 6177).
    var client: IPAddress { isV4 ? self : IPAddress(high: high, low: 0) }

    func prefix(_ bits: Int) -> IPAddress {
        let mask = { (bits: Int) in bits <= 0 ? UInt64(0) : bits >= 64 ? .max : ~(UInt64.max >> bits) }
        return IPAddress(high: high & mask(bits), low: low & mask(bits - 64))
    }
}

/// A block of addresses, as `192.0.2.0/24` or `2001:db8::/32` (RFC 4632); an address alone is a block of one.
package struct IPNetwork: Hashable, Sendable {
    private let base: IPAddress
    private let bits: Int

    package static let loopback = ["127.0.0.0/8", "::1"].compactMap { IPNetwork($0) }

    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress($0) }) else { return nil }
        let width = address.isV4 ? 32 : 128
        guard let length = parts.count == 2 ? Int(parts[1]) : width, (0...width).contains(length) else { return nil }
        bits = 128 - width + length
        base = address.prefix(bits)
    }

    package func contains(_ address: IPAddress) -> Bool { address.prefix(bits) == base }
}
