#if canImport(Glibc)
    package import Glibc
#elseif canImport(Musl)
    package import Musl
#endif

/// The address of a local socket (unix(7)): a path, or a name outside the file system when it begins with `@`.
package struct UnixAddress {
    private let path: [UInt8]

    package init(_ text: String) {
        var path = Array(text.utf8)
        if path.first == UInt8(ascii: "@") { path[0] = 0 }
        self.path = path
    }

    /// Nothing happens when it is longer than an address can be (107 bytes).
    package func withAddress(_ use: (UnsafePointer<sockaddr>, socklen_t) -> Void) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        // A name outside the file system ends where its length says; a path also ends at its zero.
        let length =
            MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + path.count + (path.first == 0 ? 0 : 1) } ?? 0
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { use($0, socklen_t(length)) }
        }
    }
}
