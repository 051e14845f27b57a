/// Where a socket unit listens (systemd.socket(5), `ListenStream=`).
package struct ListenAddress: Hashable, Sendable {
    /// `127.0.0.1:8001`, `[::]:8001`.
    package let text: String
    /// Whether only this host can reach it.
    package let isLoopback: Bool

    /// - Parameters:
    ///   - hostKey: the settings that these come from, for the message.
    /// - Throws: ``DeploymentFailure`` for what systemd cannot listen on: port 0, and names, which it does not look up.
    package init(host: String, port: Int, hostKey: String, portKey: String) throws(DeploymentFailure) {
        guard port != 0 else {
            throw DeploymentFailure(
                .configuration,
                "\(portKey) is 0: systemd cannot listen on a port that is picked when the service starts",
                hint: "set \(portKey) to a port number for an installed service")
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
                "\(hostKey) is '\(host.prefix(80))': systemd listens on addresses, and looks up no names",
                hint: "set \(hostKey) to an address of ip addr, to 127.0.0.1, or to 0.0.0.0 for all of them")
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
