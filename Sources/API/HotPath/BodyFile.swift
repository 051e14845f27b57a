import CMemoryFile
import NIOCore
import Synchronization

/// A large body as a file in memory: sendfile(2) gives its pages to the socket, where write(2) would copy them. Closed
/// when nothing refers to it and nothing of it waits to be sent.
///
/// Each event loop has a file of its own, as a `NIOFileHandle` refuses to be used by two threads at once.
final class BodyFile: Sendable {
    private let handle: NIOFileHandle
    private let size: Int
    private let files: BodyFiles

    /// - Parameter descriptor: of a file that nothing changes; this object closes it.
    fileprivate init(descriptor: Int32, size: Int, of files: BodyFiles) {
        handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: descriptor)
        self.size = size
        self.files = files
    }

    deinit {
        try? handle.close()
        files.closed()
    }

    func write(to context: ChannelHandlerContext) {
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.whenComplete { _ in withExtendedLifetime(self) {} }
        context.write(
            NIOAny(IOData.fileRegion(FileRegion(fileHandle: handle, readerIndex: 0, endIndex: size))), promise: sent)
    }
}

/// The body files of one server, of which there are only so many: each takes a descriptor.
final class BodyFiles: Sendable {
    private let opened = Atomic(0)

    /// At most this many are open, with those that wait to be sent. A body has at most 256 kB.
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
        return BodyFile(descriptor: descriptor, size: body.readableBytes, of: self)
    }

    fileprivate func closed() { opened.subtract(1, ordering: .relaxed) }
}
