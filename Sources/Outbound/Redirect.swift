import Domain
import FoundationEssentials

/// A response's redirect (RFC 9110, 15.4), judged before anything is sent to where it leads. Pure, except that names
/// are resolved elsewhere: ``needsPublicAddress``.
struct Redirect {
    /// The address to follow, without user, password and fragment.
    let url: String
    /// Whether it stays at the scheme, host and port of the first request, to which alone its credentials belong.
    let isSameOrigin: Bool
    /// Whether the host may only be connected to at a public address.
    let needsPublicAddress: Bool

    static let limit = 4

    /// - Parameters:
    ///   - location: the header, from outside.
    ///   - visited: the addresses of this request so far, the first one first.
    ///   - privateHosts: hosts outside the public internet that a redirect may lead to, as `PRIVATE_HOSTS` lists them.
    /// - Throws: ``Domain/OutboundError``
    init(_ location: String, visited: [String], privateHosts: Set<String>) throws(OutboundError) {
        let (first, current) = (RedirectOrigin(visited.first ?? ""), visited.last ?? "")
        let host = first.place
        guard location.utf8.count <= 8192,
            let target = URL(string: location, relativeTo: URL(string: current))?.absoluteURL.absoluteString
                .addressWithoutUser.prefix(while: { $0 != "#" }),
            target.isHTTPAddress
        else { throw .redirectRefused(host: host, target: "", .noAddress) }
        let url = String(target)
        guard !visited.contains(url) else { throw .redirectRefused(host: host, target: "", .circle) }
        guard visited.count <= Self.limit else {
            throw .redirectRefused(host: host, target: "", .tooMany(limit: Self.limit))
        }
        let next = RedirectOrigin(url)
        if RedirectOrigin(current).scheme == "https", next.scheme != "https" {
            throw .redirectRefused(host: host, target: next.place, .insecure)
        }
        self.url = url
        isSameOrigin = next == first
        let isListed = privateHosts.contains(next.host) || privateHosts.contains(next.place)
        needsPublicAddress = !isListed && !(isSameOrigin && PublicAddress.isPrivateName(next.host))
    }
}

/// Scheme, host and port of an address (RFC 6454), in lower case.
struct RedirectOrigin: Hashable {
    let scheme: String
    /// An IPv6 address stands in brackets.
    let host: String
    let port: Int
    /// Host, and port where the address has one.
    let place: String

    init(_ url: String) {
        let url = url.addressWithoutUser.lowercased()
        let mark = url.firstRange(of: "://")
        scheme = mark.map { String(url[..<$0.lowerBound]) } ?? ""
        let authority = (mark.map { url[$0.upperBound...] } ?? url[...]).prefix { !"/?#".contains($0) }
        place = String(authority)
        let end =
            authority.hasPrefix("[")
            ? authority.firstIndex(of: "]").map { authority.index(after: $0) } ?? authority.endIndex
            : authority.firstIndex(of: ":") ?? authority.endIndex
        var name = authority[..<end]
        if name.hasSuffix(".") { name.removeLast() }
        host = String(name)
        port = Int(authority[end...].dropFirst()) ?? (scheme == "https" ? 443 : 80)
    }
}
