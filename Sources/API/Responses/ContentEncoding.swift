/// The encoding of a body.
package enum ContentEncoding: Sendable {
    case identity, gzip

    /// gzip where `Accept-Encoding` names it with a weight above zero (RFC 9110, 12.5.3).
    package init(accepted header: String?) {
        self = header.map(Self.acceptsGzip) == true ? .gzip : .identity
    }

    private static func acceptsGzip(_ header: String) -> Bool {
        header.split(separator: ",").contains { entry in
            let parts = entry.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard parts.first == "gzip" || parts.first == "x-gzip" else { return false }
            guard let weight = parts.dropFirst().first(where: { $0.hasPrefix("q=") }) else { return true }
            return Double(weight.dropFirst(2)).map { $0 > 0 } ?? false
        }
    }
}
