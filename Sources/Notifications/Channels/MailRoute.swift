/// Through which server e-mail is sent, and between whom.
package struct MailRoute: Hashable, Sendable {
    package enum Security: String, Hashable, Sendable, CaseIterable {
        /// TLS from the first byte (RFC 8314, 3.3).
        case ssl
        /// TLS after the command STARTTLS (RFC 3207); without it nothing is sent.
        case starttls
        /// Never TLS, also for user and password: for a server of one's own network.
        case insecure

        fileprivate var usualPort: Int {
            switch self {
            case .ssl: 465
            case .starttls: 587
            case .insecure: 25
            }
        }
    }

    package let host: String
    package let port: Int
    package let security: Security
    package let user: String?
    /// A secret.
    package let password: String?
    package let from: String
    package private(set) var to: [String]

    /// - Parameter address: `mailtos://user:password@host` (STARTTLS, port 587), with `?mode=ssl` (port 465), or
    ///   `mailto://host` (port 25, no TLS); `smtp=` where the server is another host than that of the addresses,
    ///   `from=` and `to=`, of which several are separated by `%2C`.
    init?(_ address: AddressParts) {
        guard ["mailto", "mailtos"].contains(address.scheme), address.path.isEmpty || address.path == "/" else {
            return nil
        }
        let options = address.options
        guard options.keys.allSatisfy({ ["mode", "smtp", "from", "to"].contains($0) }) else { return nil }
        if let mode = options["mode"] {
            guard let known = Security(rawValue: mode) else { return nil }
            security = known
        } else {
            security = address.scheme == "mailto" ? .insecure : address.port == 465 ? .ssl : .starttls
        }
        port = address.port ?? security.usualPort
        let server = options["smtp"] ?? address.host
        guard Self.isHost(server) else { return nil }
        host = server
        user = address.user.flatMap { $0.isEmpty ? nil : $0 }
        password = address.password
        guard user == nil || password != nil else { return nil }
        let own = user.map { $0.contains("@") ? $0 : "\($0)@\(address.host)" }
        guard let sender = options["from"] ?? own, Self.isMailbox(sender) else { return nil }
        from = sender
        to = (options["to"] ?? own ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
        guard (1...20).contains(to.count), to.allSatisfy(Self.isMailbox) else { return nil }
    }

    /// The same to one of its recipients.
    func only(to recipient: String) -> MailRoute {
        var route = self
        route.to = [recipient]
        return route
    }

    private static func isHost(_ text: String) -> Bool {
        !text.isEmpty && text.count <= 253
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || [0x2D, 0x2E, 0x3A].contains($0)
            }
    }

    /// An address of RFC 5321, 4.1.2, without quoted local parts: nothing in it ends a command or a header.
    static func isMailbox(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), isHost(String(parts[1])) else { return false }
        let others = Array("!#$%&'*+-/=?^_`{|}~.".utf8)
        return parts[0].utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || others.contains($0)
        }
    }
}
