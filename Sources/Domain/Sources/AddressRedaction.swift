/// Addresses as they may be shown, logged and stored: without what gives access.
///
/// The user and password before the host, values of the query and parts of the path that are keys become `***`. A host,
/// an ordinary path and an ordinary query are kept, so that an operator recognizes the address.
extension StringProtocol {
    /// The address without its secrets; also for a text that is not a valid address.
    package var redactedAddress: String {
        let parts = AddressParts(String(self))
        let path = parts.path.split(separator: "/", omittingEmptySubsequences: false).map {
            AddressSecrets.isKey($0) ? "***" : String($0)
        }.joined(separator: "/")
        return parts.scheme + (parts.user == nil ? "" : "***@") + parts.host + path
            + AddressSecrets.redacted(parts.query)
            + (parts.fragment.isEmpty
                || !AddressSecrets.isKey(parts.fragment.dropFirst())
                    && !parts.fragment.contains("=")
                ? parts.fragment : "#***")
    }

    /// The address without user and password.
    package var addressWithoutUser: String {
        let parts = AddressParts(String(self))
        return parts.scheme + parts.host + parts.path + parts.query + parts.fragment
    }

    /// User and password before the host, without their percent-encoding (RFC 3986, 2.1); `nil` when there are none.
    package var addressCredentials: [UInt8]? {
        guard let user = AddressParts(String(self)).user else { return nil }
        var bytes: [UInt8] = []
        var rest = user.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let digits = String(rest.prefix(2)), let decoded = UInt8(digits, radix: 16) {
                bytes.append(decoded)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// Whether the redacted address differs.
    package var isSecretAddress: Bool { redactedAddress != String(self) }

    /// Whether this is an absolute `http` or `https` address of printable ASCII, with a host, and a port from 1 to
    /// 65535 where it has one.
    package var isHTTPAddress: Bool {
        let parts = AddressParts(String(self))
        guard ["http://", "https://"].contains(parts.scheme.lowercased()),
            utf8.allSatisfy({ $0 > 32 && $0 < 127 }), utf8.count <= 8192
        else { return false }
        let host: Substring
        if parts.host.hasPrefix("[") {
            guard let end = parts.host.firstIndex(of: "]") else { return false }
            host = parts.host[...end]
            guard host.dropFirst().dropLast().allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
                return false
            }
        } else {
            host = parts.host.prefix { $0 != ":" }
            guard host.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" || $0 == "_" }) else {
                return false
            }
        }
        let port = parts.host[host.endIndex...]
        return !host.isEmpty && (port.isEmpty || Int(port.dropFirst()).map { (1...65535).contains($0) } == true)
    }
}

/// The parts of an address (RFC 3986, 3), whose concatenation, with an @ after the user, is the address.
struct AddressParts {
    /// With `://`; empty where there is none.
    var scheme = ""
    var user: String?
    /// With its port.
    var host = ""
    var path = ""
    /// With its `?`.
    var query = ""
    /// With its `#`.
    var fragment = ""

    init(_ text: String) {
        var rest = text[...]
        if let mark = text.firstRange(of: "://") {
            scheme = String(text[..<mark.upperBound])
            rest = text[mark.upperBound...]
        }
        var authority = rest.prefix { !"/?#".contains($0) }
        // A / ? or # in a password, not encoded, ends the host too early: what remains there is not a port.
        if !authority.contains("@"), !Self.hasValidPort(authority) || scheme.isEmpty, let at = rest.lastIndex(of: "@") {
            authority = rest[..<(rest[at...].firstIndex { "/?#".contains($0) } ?? rest.endIndex)]
        }
        rest = rest[authority.endIndex...]
        if let at = authority.lastIndex(of: "@") {
            user = String(authority[..<at])
            host = String(authority[authority.index(after: at)...])
        } else {
            host = String(authority)
        }
        path = String(rest.prefix { $0 != "?" && $0 != "#" })
        rest = rest.dropFirst(path.count)
        query = String(rest.prefix { $0 != "#" })
        fragment = String(rest.dropFirst(query.count))
    }

    private static func hasValidPort(_ authority: Substring) -> Bool {
        let port = authority.hasPrefix("[") ? authority.drop { $0 != "]" }.dropFirst() : authority.drop { $0 != ":" }
        return port.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
    }
}

/// What in a query or a path is a key.
private enum AddressSecrets {
    /// The query with the values that are keys masked; empty for an empty one.
    static func redacted(_ query: String) -> String {
        guard !query.isEmpty else { return "" }
        return "?"
            + query.dropFirst().split(separator: "&", omittingEmptySubsequences: false).map { item in
                let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { return isKey(item) ? "***" : String(item) }
                return isKey(parts[1]) || !parts[1].isEmpty && namesKey(parts[0]) ? "\(parts[0])=***" : String(item)
            }.joined(separator: "&")
    }

    private static let words = ["token", "key", "secret", "pass", "pwd", "auth", "sig", "cred", "session", "jwt"]
    private static let names: Set = ["code", "hash", "sid", "user", "login", "email"]

    private static func namesKey(_ name: Substring) -> Bool {
        // A key under an encoded name is one too.
        let name = name.lowercased().filter { $0.isLetter || $0 == "%" }
        if name.contains("%") || names.contains(name) { return true }
        guard !name.hasPrefix("keyword"), name != "author" else { return false }
        return words.contains { name.contains($0) }
    }

    /// Whether the text looks like one of random characters: 16 at least, in a run of letters and digits, in both cases
    /// with digits, or hexadecimal.
    static func isKey(_ text: Substring) -> Bool {
        guard text.utf8.count >= 16 else { return false }
        let runs = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
        func has(_ kind: (Character) -> Bool, _ text: Substring) -> Bool { text.contains(where: kind) }
        if runs.contains(where: { $0.count >= 16 && has(\.isNumber, $0) && has(\.isLetter, $0) }) { return true }
        if has(\.isUppercase, text), has(\.isLowercase, text), has(\.isNumber, text) { return true }
        if runs.contains(where: { $0.count >= 20 && has(\.isLowercase, $0) && $0.filter(\.isUppercase).count >= 4 }) {
            return true
        }
        return has(\.isNumber, text) && text.allSatisfy { $0.isHexDigit || $0 == "-" } && text.contains { $0.isLetter }
    }
}
