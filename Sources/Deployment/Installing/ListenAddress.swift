import Domain

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
        case let six where six.contains(":") && six.allSatisfy({ $0.isHexDigit || ":.%".contains($0) }):
            text = "[\(six)]:\(port)"
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

    static func isIPv4(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { part in (1...3).contains(part.count) && UInt8(part) != nil }
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || isIPv4(host) && host.hasPrefix("127.")
    }
}
