import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The address of a socket unit (systemd.socket(5), `ListenStream=`).
package struct ListenAddress: Hashable, Sendable {
    /// `127.0.0.1:8001`, `[::]:8001`.
    package let text: String
    /// Whether it is reachable from this host only.
    package let isLoopback: Bool

    /// - Parameters:
    ///   - hostKey: the name of the host's setting, for error messages; `portKey` likewise.
    /// - Throws: ``DeploymentFailure`` for port 0 and for host names, which systemd does not resolve.
    package init(host: String, port: Int, hostKey: String, portKey: String) throws(DeploymentFailure) {
        guard port != 0 else {
            throw DeploymentFailure(
                .configuration,
                Phrase(
                    "\(portKey) is 0: a socket unit needs a fixed port",
                    fr: "\(portKey) vaut 0\u{A0}: une unité socket demande un port fixe"),
                hint: Phrase("set \(portKey) to a port number", fr: "donnez un numéro de port à \(portKey)"))
        }
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        switch bare {
        case "localhost": text = "127.0.0.1:\(port)"
        case let six where Self.isIPv6(six): text = "[\(six)]:\(port)"
        case let four where Self.isIPv4(four): text = "\(four):\(port)"
        default:
            throw DeploymentFailure(
                .configuration,
                Phrase(
                    "\(hostKey) must be an IP address (got '\(host.prefix(80))'): socket units do not resolve host "
                        + "names",
                    fr: "\(hostKey) doit être une adresse IP (reçu\u{A0}: «\u{A0}\(host.prefix(80))\u{A0}»)\u{A0}: une "
                        + "unité socket ne résout pas les noms d’hôte"),
                hint: Phrase(
                    "set \(hostKey) to 127.0.0.1, to an address shown by ip addr, or to 0.0.0.0 for all addresses",
                    fr: "donnez à \(hostKey) la valeur 127.0.0.1, une adresse affichée par ip addr, ou 0.0.0.0 pour "
                        + "toutes les adresses"))
        }
        isLoopback = Self.isLoopback(bare)
    }

    /// Dotted decimal, without leading zeros, which some programs read as octal.
    static func isIPv4(_ text: String) -> Bool {
        var address = in_addr()
        return inet_pton(AF_INET, text, &address) == 1
    }

    /// Without a zone, which a unit file writes in another place and as a specifier.
    static func isIPv6(_ text: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET6, text, &address) == 1
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || isIPv4(host) && host.hasPrefix("127.")
    }
}
