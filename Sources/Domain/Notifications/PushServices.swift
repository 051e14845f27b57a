/// The push services to which messages may be sent. A browser names its push service itself, so that without such a
/// list whoever registers would choose where this program sends requests to.
package struct PushServices: Hashable, Sendable {
    private enum Entry: Hashable {
        /// `https` at a host, with its port where that is not 443.
        case host(String)
        /// `https` at any host below a domain, which begins with its dot.
        case domain(String)
        /// `http` at a host of this machine, with its port: for tests.
        case plain(String)
    }

    /// Why an endpoint is not accepted.
    package enum Refusal: Error, Hashable, Sendable {
        case noAddress
        /// Longer than ``PushSubscription/longestEndpoint``.
        case tooLong
        case notListed(service: String)
    }

    /// The services of Chromium, Firefox, Edge and Safari.
    package static let usual = [
        "fcm.googleapis.com", "updates.push.services.mozilla.com", "*.notify.windows.com", "*.push.apple.com",
    ]

    private let entries: Set<Entry>

    /// No service.
    package static let empty = PushServices(entries: [])

    private init(entries: Set<Entry>) { self.entries = entries }

    /// - Parameter texts: `HOST`, `HOST:PORT`, `*.DOMAIN`, or `http://127.0.0.1:PORT` for a test service of this
    ///   machine.
    /// - Returns: `nil` where one of them is none of these.
    package init?(_ texts: [String]) {
        var entries: Set<Entry> = []
        for text in texts {
            guard let entry = Self.entry(text.lowercased()) else { return nil }
            entries.insert(entry)
        }
        self.entries = entries
    }

    /// Checks an address that came from outside.
    package func check(_ endpoint: String) throws(Refusal) {
        guard endpoint.utf8.count <= PushSubscription.longestEndpoint else { throw .tooLong }
        let parts = AddressParts(endpoint)
        guard endpoint.isHTTPAddress, parts.user == nil, parts.fragment.isEmpty, parts.path.count > 1,
            !endpoint.contains("\\")
        else { throw .noAddress }
        let host = parts.host.lowercased()
        let isListed =
            switch parts.scheme.lowercased() {
            case "https://": lists(host.hasSuffix(":443") ? String(host.dropLast(4)) : host)
            default: entries.contains(.plain(host))
            }
        guard isListed else { throw .notListed(service: String(host.prefix(100))) }
    }

    private func lists(_ host: String) -> Bool {
        if entries.contains(.host(host)) { return true }
        return entries.contains { entry in
            guard case .domain(let domain) = entry, host.hasSuffix(domain) else { return false }
            let name = host.dropLast(domain.count)
            return !name.isEmpty && !name.hasPrefix(".") && Self.isName(name)
        }
    }

    private static func entry(_ text: String) -> Entry? {
        if text.hasPrefix("http://") {
            let host = String(text.dropFirst("http://".count))
            let bare = host.hasPrefix("[::1]") ? "[::1]" : String(host.prefix { $0 != ":" })
            // An endpoint is a secret, and goes over no network in plain text.
            guard ["127.0.0.1", "localhost", "[::1]"].contains(bare), text.isHTTPAddress, !host.contains("/") else {
                return nil
            }
            return .plain(host)
        }
        if text.hasPrefix("*.") {
            let name = text.dropFirst(2)
            // `*.com` is no service.
            guard isName(name), name.contains("."), !name.hasPrefix("."), !name.hasSuffix(".") else { return nil }
            return .domain("." + name)
        }
        let host = text.hasSuffix(":443") ? String(text.dropLast(4)) : text
        guard "https://\(host)".isHTTPAddress, !host.contains(where: { "/?#@".contains($0) }) else { return nil }
        return .host(host)
    }

    private static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x2E
            }
    }
}
