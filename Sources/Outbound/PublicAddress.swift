#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Which addresses belong to the public internet.
///
/// Everything that the IANA registries of special-purpose addresses (RFC 6890) list as not globally reachable is not:
/// this machine, private networks, link-local addresses with the metadata services of clouds, shared addresses of
/// providers, documentation, multicast. An IPv6 address that contains an IPv4 address counts as that one.
enum PublicAddress {
    /// - Parameter text: an address as inet_ntop(3) writes it; one with a zone is link-local.
    static func isPublic(_ text: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 { return isPublic(four: Array(bytes[..<4])) }
        return inet_pton(AF_INET6, text, &bytes) == 1 && isPublic(six: bytes)
    }

    /// Whether a name and all of its addresses are public. Without an address, as where a proxy resolves names, the
    /// name alone decides.
    static func isPublic(_ name: String, resolvedTo addresses: [String]) -> Bool {
        addresses.isEmpty ? !isPrivateName(name) : addresses.allSatisfy { isPublic($0) }
    }

    static func isAddress(_ text: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        return inet_pton(AF_INET, text, &bytes) == 1 || inet_pton(AF_INET6, text, &bytes) == 1
    }

    /// - Parameter bytes: in network order.
    static func isPublic(four bytes: [UInt8]) -> Bool {
        guard bytes.count == 4 else { return false }
        let number = bytes.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        return !reserved.contains { number >> (32 - $0.length) == $0.prefix >> (32 - $0.length) }
    }

    /// - Parameter bytes: in network order.
    static func isPublic(six bytes: [UInt8]) -> Bool {
        guard bytes.count == 16 else { return false }
        if bytes.starts(with: mapped) || bytes.starts(with: translated) { return isPublic(four: Array(bytes[12...])) }
        // 6to4
        if bytes[0] == 0x20, bytes[1] == 0x02 { return isPublic(four: Array(bytes[2..<6])) }
        // Of the rest, only 2000::/3 is in use; 2001::/23 is for protocols (Teredo among them), 2001:db8::/32 and
        // 3fff::/20 are for documentation.
        guard bytes[0] & 0xE0 == 0x20 else { return false }
        if bytes[0] == 0x20, bytes[1] == 0x01, bytes[2] < 0x02 { return false }
        if bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8]) { return false }
        return !(bytes[0] == 0x3F && bytes[1] == 0xFF && bytes[2] < 0x10)
    }

    /// `::ffff:0:0/96` (RFC 4291, 2.5.5.2)
    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    /// `64:ff9b::/96` (RFC 6052), by which a network without IPv4 reaches the servers that have nothing else.
    private static let translated: [UInt8] = [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]

    private static let reserved: [(prefix: UInt32, length: UInt32)] = [
        (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
        (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15),
        (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
    ]

    /// Whether a name cannot be one of public DNS, so that only the operator's own network resolves it: an address that
    /// is not public, `localhost`, a name without a dot, or one of a domain for private use (RFC 6761, 6762, 8375;
    /// ICANN's `internal`).
    static func isPrivateName(_ host: String) -> Bool {
        let bare = (host.hasPrefix("[") ? String(host.dropFirst().prefix { $0 != "]" }) : host).lowercased()
        if isAddress(bare) { return !isPublic(bare) }
        let name = bare.hasSuffix(".") ? String(bare.dropLast()) : bare
        // A number without a dot is an IPv4 address in an old form (inet_aton(3)).
        guard name.contains(where: \.isLetter), !name.hasPrefix("0x") else { return false }
        return !name.contains(".")
            || [".localhost", ".local", ".internal", ".home.arpa", ".lan", ".test"].contains { name.hasSuffix($0) }
    }

    /// The addresses of a host by the system's resolver, which also reads the old forms of IPv4 addresses. Blocks for
    /// as long as the resolver does.
    /// - Returns: as inet_ntop(3) writes them; empty where the name is not resolved.
    static func resolve(_ host: String, port: Int) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var addresses: [String] = []
        var next = first
        while let entry = next {
            next = entry.pointee.ai_next
            var text = [CChar](repeating: 0, count: 64)
            let length = socklen_t(text.count)
            guard
                getnameinfo(entry.pointee.ai_addr, entry.pointee.ai_addrlen, &text, length, nil, 0, NI_NUMERICHOST) == 0
            else { continue }
            addresses.append(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
        }
        return addresses
    }
}
