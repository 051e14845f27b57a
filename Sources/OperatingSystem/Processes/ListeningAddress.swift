#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The address of a listening socket: two programs may have the same port on two addresses, such as a proxy on the
/// public one and the service on the loopback one.
struct ListeningAddress: Hashable {
    /// In network order: 4, or 16 of IPv6. An IPv4 address within IPv6 is an IPv4 one.
    private let bytes: [UInt8]

    private init(_ bytes: [UInt8]) {
        let prefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        self.bytes = bytes.count == 16 && bytes.starts(with: prefix) ? Array(bytes[12...]) : bytes
    }

    /// A numeric address, with or without brackets and zone; `*`, as ss(8) writes it, is every one of both families.
    init?(_ text: some StringProtocol) {
        if text == "*" {
            self.init([UInt8](repeating: 0, count: 16))
            return
        }
        let bare = String(text.filter { $0 != "[" && $0 != "]" }.prefix { $0 != "%" })
        var (four, six) = (in_addr(), in6_addr())
        if inet_pton(AF_INET, bare, &four) == 1 {
            self.init(withUnsafeBytes(of: &four) { Array($0) })
        } else if inet_pton(AF_INET6, bare, &six) == 1 {
            self.init(withUnsafeBytes(of: &six) { Array($0) })
        } else {
            return nil
        }
    }

    /// As proc(5) writes it: words of 32 bits in the order of this machine, in hexadecimal.
    init?(proc text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 8 || digits.count == 32 else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 8) {
            guard let word = UInt32(String(decoding: digits[start..<start + 8], as: UTF8.self), radix: 16) else {
                return nil
            }
            withUnsafeBytes(of: word) { bytes += $0 }
        }
        self.init(bytes)
    }

    private var isAny: Bool { bytes.allSatisfy { $0 == 0 } }
    private var isIPv4: Bool { bytes.count == 4 }

    /// The sockets that get the connections to a host, or keep another program from listening there: those of that
    /// very address; without one, those of every address.
    /// - Parameters:
    ///   - host: an address or `localhost`; of another name, every socket counts.
    ///   - sockets: of one port.
    static func inTheWay<Value>(of host: String, _ sockets: [(address: ListeningAddress, value: Value)]) -> [Value] {
        let wanted = (host == "localhost" ? ["127.0.0.1", "::1"] : [host]).compactMap { ListeningAddress($0) }
        guard !wanted.isEmpty else { return sockets.map(\.value) }
        func values(_ isIncluded: (ListeningAddress) -> Bool) -> [Value] {
            sockets.filter { isIncluded($0.address) }.map(\.value)
        }
        if let any = wanted.first(where: \.isAny) {
            return values { !any.isIPv4 || $0.isIPv4 || $0.isAny }
        }
        let exact = values(wanted.contains)
        if !exact.isEmpty { return exact }
        let ofFamily = values { address in address.isAny && wanted.contains { $0.isIPv4 == address.isIPv4 } }
        // A socket of all IPv6 addresses also takes IPv4, unless it was told not to (ipv6(7), IPV6_V6ONLY).
        return ofFamily.isEmpty ? values { $0.isAny && !$0.isIPv4 } : ofFamily
    }
}
