import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A regular file, read from a place on. It stays open while descriptors are left, else it is opened for each read.
final class FileInput: ByteInput {
    private let path: String
    private let budget: DescriptorBudget
    private let identity: (dev_t, ino_t)
    private var descriptor: Int32?
    private var offset: Int
    private let end: Int
    private(set) var defect: LogSourceWarning?
    let size: Int?
    var stream: Int32? { nil }

    /// Opens a path. What is no regular file is read as a stream.
    /// - Parameters:
    ///   - offset: where reading starts; negative counts from the end.
    ///   - length: how many bytes of the file count; `nil` for all.
    static func open(
        _ path: String, from offset: Int = 0, upTo length: Int? = nil, _ budget: DescriptorBudget
    ) throws(LogReadError) -> any ByteInput {
        // Without O_NONBLOCK, opening a FIFO would wait for its writer, and block the thread.
        let descriptor = openForReading(path)
        guard descriptor >= 0 else { throw LogReadError(path: path, errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw LogReadError(path: path, code)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return FileInput(path, descriptor, status, offset, length, budget)
        case S_IFDIR:
            close(descriptor)
            throw LogReadError(path: path, kind: .other(Phrase("it is a folder", fr: "c’est un dossier")))
        default: return StreamInput(descriptor, path: path)
        }
    }

    private init(
        _ path: String, _ descriptor: Int32, _ status: stat, _ offset: Int, _ length: Int?, _ budget: DescriptorBudget
    ) {
        self.path = path
        self.budget = budget
        identity = (status.st_dev, status.st_ino)
        let size = min(Int(status.st_size), length ?? .max)
        self.size = size
        self.offset = offset < 0 ? max(0, size + offset) : offset
        end = length ?? .max
        if budget.take() {
            self.descriptor = descriptor
            posix_fadvise(descriptor, 0, 0, Int32(POSIX_FADV_SEQUENTIAL))
        } else {
            close(descriptor)
        }
    }

    deinit { release() }

    /// Whether reading started after the file's beginning.
    var skipsBeginning: Bool { offset > 0 }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        let wanted = min(buffer.count, end - offset)
        guard wanted > 0 else { return 0 }
        let (descriptor, isKept) = try self.opened()
        defer { if !isKept { close(descriptor) } }
        while true {
            let count = pread(descriptor, buffer.baseAddress, wanted, off_t(offset))
            if count > 0 {
                offset += count
                return count
            }
            if count == 0 {
                // Whoever truncated it took what was not read yet.
                var status = stat()
                if fstat(descriptor, &status) == 0, Int(status.st_size) < min(size ?? 0, end) { defect = .shrunk }
                release()
                return 0
            }
            if errno != EINTR { throw LogReadError(path: path, errno) }
        }
    }

    private func opened() throws(LogReadError) -> (descriptor: Int32, isKept: Bool) {
        if let descriptor { return (descriptor, true) }
        let descriptor = openForReading(path)
        guard descriptor >= 0 else { throw LogReadError(path: path, errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, (status.st_dev, status.st_ino) == identity else {
            close(descriptor)
            throw LogReadError(
                path: path,
                kind: .other(
                    Phrase("it was replaced while it was read", fr: "il a été remplacé pendant la lecture")))
        }
        return (descriptor, false)
    }

    private func release() {
        guard let open = descriptor else { return }
        close(open)
        budget.giveBack()
        descriptor = nil
    }
}

/// A pipe, a FIFO, a terminal or a device: what can be read once. Closed at the end.
final class StreamInput: ByteInput {
    private let descriptor: Int32
    private let path: String
    var defect: LogSourceWarning? { nil }
    var stream: Int32? { descriptor }
    var size: Int? { nil }

    init(_ descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { if descriptor > STDERR_FILENO { close(descriptor) } }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        while true {
            let count = readSome(descriptor, buffer)
            if count > 0 { return count }
            // A FIFO that nobody has opened for writing yet looks as if it had ended.
            if count == 0, !StreamReadiness.isReady(descriptor) {
                StreamReadiness.wait(descriptor)
                continue
            }
            if count == 0 { return 0 }
            switch errno {
            case EINTR: continue
            case EAGAIN: StreamReadiness.wait(descriptor)
            default: throw LogReadError(path: path, errno)
            }
        }
    }
}

/// Whether a stream can be read without waiting.
enum StreamReadiness {
    /// Whether there are bytes, the end, or an error.
    static func isReady(_ descriptor: Int32, within milliseconds: Int32 = 0) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) != 0
    }

    /// Blocks the thread.
    static func wait(_ descriptor: Int32) { while !isReady(descriptor, within: 1000) {} }

    /// Waits without a thread.
    static func wait(for descriptor: Int32) async throws(CancellationError) {
        var pause = Duration.milliseconds(1)
        while !isReady(descriptor) {
            do { try await Task.sleep(for: pause) } catch { throw CancellationError() }
            pause = min(pause * 2, .milliseconds(20))
        }
    }
}

func openForReading(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }

private func readSome(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Glibc)
        Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #else
        Musl.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
}
