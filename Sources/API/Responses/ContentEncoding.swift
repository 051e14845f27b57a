/// The encoding of a body.
package enum ContentEncoding: Sendable {
    case identity, gzip

    /// gzip where `Accept-Encoding` names it (RFC 9110, 12.5.3).
    package init(accepted lines: [String]) {
        guard !lines.isEmpty else {
            self = .identity
            return
        }
        let names = AcceptedNames(lines)
        self = names.contains("gzip") || names.contains("x-gzip") ? .gzip : .identity
    }
}
