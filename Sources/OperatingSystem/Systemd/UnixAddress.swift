#if canImport(Glibc)
    package import Glibc
#elseif canImport(Musl)
    package import Musl
#endif

/// The address of a Unix domain socket (unix(7)): a path, or an abstract name starting with `@`.
package struct UnixAddress {
    private let path: [UInt8]

    package init(_ text: String) {
        var path = Array(text.utf8)
        if path.first == UInt8(ascii: "@") { path[0] = 0 }
        self.path = path
    }

    /// Does nothing when the path is longer than an address allows (107 bytes).
    package func withAddress(_ use: (UnsafePointer<sockaddr>, socklen_t) -> Void) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        // The length of an abstract name is explicit; a path is also null-terminated.
        let length =
            MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + path.count + (path.first == 0 ? 0 : 1) } ?? 0
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { use($0, socklen_t(length)) }
        }
    }
}
