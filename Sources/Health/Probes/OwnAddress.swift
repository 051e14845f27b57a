#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Whether a listener can use an address, before it tries.
enum OwnAddress {
    /// `false` only for a numeric address that no interface has; names are resolved by whoever listens.
    static func isUsable(_ host: String) -> Bool {
        let bare = host.filter { $0 != "[" && $0 != "]" }
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(bare, "0", &hints, &found) == 0, let info = found?.pointee else { return true }
        defer { freeaddrinfo(found) }
        let descriptor = socket(info.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        // Port 0: any that is free, so that nothing but the address can be refused.
        return bind(descriptor, info.ai_addr, info.ai_addrlen) == 0 || errno != EADDRNOTAVAIL
    }
}
