import NIOHTTP1

/// The rules for `Host` (RFC 9112, 3.2): one line in HTTP/1.1, at most one in HTTP/1.0, and a valid value.
enum HostHeader {
    static func isValid(in request: HTTPRequestHead) -> Bool {
        var count = 0
        for (name, value) in request.headers where isHost(name) {
            count += 1
            guard isValid(value) else { return false }
        }
        return count == 1 || (count == 0 && request.version != .http1_1)
    }

    /// The authority of a target in absolute form, which replaces `Host`; `nil` for other forms. With a user name it is
    /// no valid one (RFC 9110, 4.2.4).
    static func authority(ofTarget target: String) -> String? {
        let bytes = target.utf8
        guard bytes.first != UInt8(ascii: "/"), let scheme = target.firstRange(of: "://") else { return nil }
        guard ["http", "https"].contains(target[..<scheme.lowerBound].lowercased()) else { return nil }
        return String(target[scheme.upperBound...].prefix { !"/?#".contains($0) })
    }

    private static func isHost(_ name: String) -> Bool {
        name.utf8.count == 4 && name.utf8.elementsEqual("host".utf8) { $0 | 0x20 == $1 }
    }

    /// `uri-host [ ":" port ]` (RFC 9110, 7.2): a name, an IPv4 address, or an IPv6 address in brackets. Empty where
    /// the target has no authority.
    private static func isValid(_ value: String) -> Bool {
        let bytes = Array(value.utf8)
        if bytes.isEmpty { return true }
        let port: ArraySlice<UInt8>
        if bytes.first == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")), IPAddress(value.prefix { $0 != "]" } + "]") != nil
            else { return false }
            port = bytes[(end + 1)...]
        } else {
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
            guard colon > 0, bytes[..<colon].allSatisfy(isNameByte) else { return false }
            port = bytes[colon...]
        }
        guard let colon = port.first else { return true }
        let digits = port.dropFirst()
        return colon == UInt8(ascii: ":") && digits.count <= 5 && digits.allSatisfy { (0x30...0x39).contains($0) }
            && digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= UInt16.max
    }

    /// `unreserved / pct-encoded / sub-delims` (RFC 3986, 3.2.2).
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~%!$&'()*+,;=".utf8.contains(byte)
        }
    }
}
