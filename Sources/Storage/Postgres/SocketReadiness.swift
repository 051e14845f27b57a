#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

enum SocketReadiness {
    /// Waits until the socket is readable or writable; `false` after a timeout.
    static func wait(_ socket: CInt, toWrite: Bool, milliseconds: CInt) -> Bool {
        var descriptor = pollfd(fd: socket, events: Int16(toWrite ? POLLOUT : POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }
}
