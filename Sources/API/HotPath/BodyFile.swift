import CSocketWriting
import NIOCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A large body as a file in memory, whose pages are given to sockets where a buffer would be copied. Nothing can change
/// it, and what a socket has taken of it outlives it.
final class BodyFile: Sendable {
    let descriptor: Int32
    private let files: BodyFiles

    fileprivate init(_ descriptor: Int32, of files: BodyFiles) {
        self.descriptor = descriptor
        self.files = files
    }

    deinit {
        close(descriptor)
        files.closed()
    }
}

/// The body files of one server, of which there are only so many: each takes a descriptor.
final class BodyFiles: Sendable {
    private let opened = Atomic(0)

    /// With bodies of at most 256 kB, 8 MB.
    static let limit = 32

    var count: Int { opened.load(ordering: .relaxed) }

    /// A file of `body`; `nil` where there are too many, or the system refuses.
    func file(of body: ByteBuffer) -> BodyFile? {
        guard opened.add(1, ordering: .relaxed).newValue <= Self.limit else {
            closed()
            return nil
        }
        let descriptor = body.withUnsafeReadableBytes { create_memory_file($0.baseAddress, $0.count) }
        guard descriptor >= 0 else {
            closed()
            return nil
        }
        return BodyFile(descriptor, of: self)
    }

    fileprivate func closed() { opened.subtract(1, ordering: .relaxed) }
}
