import CSocketWriting
import NIOCore
import NIOPosix
import Synchronization

/// A large body as a file whose pages are in memory, and are given to sockets where a buffer would be copied. Nothing can
/// change it, and what a socket has taken of it outlives it.
final class BodyFile: Sendable {
    let descriptor: Int32
    /// The address of the pages of a file on a disk.
    private let pages: UInt?
    private let size: Int
    private let files: BodyFiles

    fileprivate init(_ descriptor: Int32, _ pages: UnsafeMutableRawPointer?, _ size: Int, of files: BodyFiles) {
        self.descriptor = descriptor
        self.pages = pages.map { UInt(bitPattern: $0) }
        self.size = size
        self.files = files
    }

    /// A file on a disk is given back on another thread, as the disk may be slow.
    deinit {
        let (descriptor, size, files) = (descriptor, size, files)
        guard let pages else { return files.close(descriptor) }
        NIOThreadPool.singleton.submit { _ in
            release_pages(UnsafeMutableRawPointer(bitPattern: pages), size)
            files.close(descriptor)
        }
    }
}

/// The body files of one server, of which there are only so many: each takes a descriptor.
final class BodyFiles: Sendable {
    private let opened = Atomic(0)
    private let folder: String?

    /// With bodies of at most 256 kB, 8 MB.
    static let limit = 32

    /// - Parameter folder: on a disk; without one, the files are in memory.
    init(folder: String? = "/var/tmp") { self.folder = folder }

    var count: Int { opened.load(ordering: .relaxed) }

    /// Makes a file of `body` on another thread, as a disk may be slow, and hands it over on the event loop.
    func make(of body: ByteBuffer, on loop: any EventLoop, _ use: @escaping (BodyFile?) -> Void) {
        NIOThreadPool.singleton.runIfActive(eventLoop: loop) { [self] in file(of: body) }
            .assumeIsolated().whenSuccess(use)
    }

    /// A file of `body`; `nil` where there are too many, or the system refuses.
    func file(of body: ByteBuffer) -> BodyFile? {
        guard opened.add(1, ordering: .relaxed).newValue <= Self.limit else {
            closed()
            return nil
        }
        var pages: UnsafeMutableRawPointer?
        let descriptor = body.withUnsafeReadableBytes { bytes in
            let onDisk = folder.map { create_disk_file($0, bytes.baseAddress, bytes.count, &pages) } ?? -1
            return onDisk >= 0 ? onDisk : create_memory_file(bytes.baseAddress, bytes.count)
        }
        guard descriptor >= 0 else {
            closed()
            return nil
        }
        return BodyFile(descriptor, pages, body.readableBytes, of: self)
    }

    fileprivate func close(_ descriptor: Int32) {
        close_file(descriptor)
        closed()
    }

    private func closed() { opened.subtract(1, ordering: .relaxed) }
}
