import Crypto
import Domain
import FoundationEssentials

/// A receiver of notifications: a webhook, or a topic of ntfy (https://docs.ntfy.sh/publish/). Its address is a secret,
/// because it suffices to post there; logs name its kind and host only.
package struct NotificationTarget: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case webhook
        case ntfy(topic: String)
    }

    package let kind: Kind
    /// The address of the request. A secret.
    package let url: String
    /// `Authorization`, where the address holds a user or a token. A secret.
    package let authorization: String?
    /// `webhook at hooks.example.org`: the only form in logs and output.
    package let name: String
    /// Truncated SHA-256 of the address: 16 hexadecimal digits.
    package let fingerprint: String

    /// - Parameter text: `https://host/path`, or `ntfy://host/topic` with `?secure=false` for one without TLS;
    ///   `user:password@` or `tk_token@` before the host.
    /// - Returns: `nil` for anything else.
    package init?(_ text: String) {
        guard let separator = text.firstRange(of: "://"),
            text.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value < 127 })
        else { return nil }
        let scheme = text[..<separator.lowerBound].lowercased()
        var rest = String(text[separator.upperBound...])
        guard ["http", "https", "ntfy"].contains(scheme) else { return nil }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        var user: Substring?
        var host = authority
        if let at = authority.lastIndex(of: "@") {
            user = authority[..<at]
            host = authority[authority.index(after: at)...]
        }
        guard let first = host.first, first != ":" else { return nil }
        rest = String(rest.dropFirst(authority.count))
        authorization = user.map { $0.contains(":") ? "Basic " + Data($0.utf8).base64EncodedString() : "Bearer " + $0 }
        if scheme == "ntfy" {
            let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            let topic = parts.first.map { $0.drop { $0 == "/" } } ?? ""
            // https://docs.ntfy.sh/publish/: letters, digits, underscore and hyphen, 64 at most.
            guard !topic.isEmpty, topic.count <= 64,
                topic.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" })
            else { return nil }
            let isPlain = parts.count > 1 && parts[1].split(separator: "&").contains("secure=false")
            kind = .ntfy(topic: String(topic))
            url = "\(isPlain ? "http" : "https")://\(host)/"
            name = "ntfy at \(host)"
        } else {
            kind = .webhook
            url = "\(scheme)://\(host)\(rest.isEmpty ? "/" : rest)"
            name = "webhook at \(host)"
        }
        fingerprint = SHA256.hash(data: Data(text.utf8)).prefix(8).hexadecimal
    }
}
