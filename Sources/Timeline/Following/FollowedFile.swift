#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A log file whose new bytes are read as they come, through both ways of logrotate: a new file under the name
/// (`create`) and a file that is emptied (`copytruncate`).
final class FollowedFile {
    private let path: String
    private var descriptor: Int32 = -1
    /// Of the file that is open, or that was there when following began.
    private var identity: FileIdentity?
    private var offset: Int
    /// The file's first bytes: others at the same place are of a new beginning.
    private var beginning: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    /// The file that had the name before: its program writes to it until logrotate has told it, after the new one is
    /// there.
    private var previous: Previous?

    private struct Previous {
        let descriptor: Int32
        var offset: Int
        /// Rounds without anything new, after which it is closed.
        var rounds = Previous.patience

        static let patience = 240
    }

    private static let beginningSize = 64

    /// - Parameter end: where the new part begins; `nil` for the beginning.
    init(_ path: String, from end: FileEnd?) {
        self.path = path
        offset = end?.offset ?? 0
        identity = end?.file
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if let previous { close(previous.descriptor) }
    }

    /// Reads what is new.
    /// - Parameters:
    ///   - receive: called with each piece.
    ///   - end: called where the file has ended, and another one or another text begins.
    func poll(_ receive: (UnsafeMutableRawBufferPointer) -> Void, end: () -> Void) {
        readPrevious(receive, end: end)
        if descriptor < 0 { open() }
        guard descriptor >= 0 else { return }
        if wasTruncated() {
            end()
            restart()
        }
        guard readNew(receive), isReplaced() else { return }
        // Written between the last read and the rename.
        guard readNew(receive) else { return }
        end()
        if let previous { close(previous.descriptor) }
        previous = Previous(descriptor: descriptor, offset: offset)
        descriptor = -1
        offset = 0
        beginning = []
        open()
        if descriptor >= 0 { _ = readNew(receive) }
    }

    /// Reads what has come to the file that had the name before.
    private func readPrevious(_ receive: (UnsafeMutableRawBufferPointer) -> Void, end: () -> Void) {
        guard var old = previous else { return }
        var hasNew = false
        for _ in 0..<128 {
            let count = pread(old.descriptor, &buffer, buffer.count, off_t(old.offset))
            guard count > 0 else { break }
            // Between whole lines of the present file.
            if !hasNew { end() }
            hasNew = true
            old.offset += count
            buffer.withUnsafeMutableBytes { receive(UnsafeMutableRawBufferPointer(rebasing: $0[..<count])) }
        }
        if hasNew { end() }
        old.rounds = hasNew ? Previous.patience : old.rounds - 1
        previous = old.rounds > 0 ? old : nil
        if previous == nil { close(old.descriptor) }
    }

    private func open() {
        let opened = openForReading(path)
        var status = stat()
        guard opened >= 0, fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            if opened >= 0 { close(opened) }
            // Another file will be new from its beginning.
            offset = 0
            return
        }
        descriptor = opened
        let found = FileIdentity(status)
        // Replaced before it was opened for the first time.
        if let identity, identity != found { offset = 0 }
        identity = found
        offset = min(offset, Int(status.st_size))
        rememberBeginning()
    }

    /// Reads to the end, at most 8 MiB at once; `false` when there is more.
    private func readNew(_ receive: (UnsafeMutableRawBufferPointer) -> Void) -> Bool {
        var isComplete = false
        for _ in 0..<128 {
            let count = pread(descriptor, &buffer, buffer.count, off_t(offset))
            isComplete = count <= 0
            if isComplete { break }
            offset += count
            buffer.withUnsafeMutableBytes { receive(UnsafeMutableRawBufferPointer(rebasing: $0[..<count])) }
        }
        rememberBeginning()
        return isComplete
    }

    private func rememberBeginning() {
        let count = min(Self.beginningSize, offset)
        guard count > beginning.count else { return }
        var bytes = [UInt8](repeating: 0, count: count)
        if pread(descriptor, &bytes, count, 0) == count { beginning = bytes }
    }

    private func wasTruncated() -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        if Int(status.st_size) < offset { return true }
        guard !beginning.isEmpty else { return false }
        var bytes = [UInt8](repeating: 0, count: beginning.count)
        return pread(descriptor, &bytes, bytes.count, 0) == bytes.count && bytes != beginning
    }

    /// Starts at the beginning, or behind the hole that a writer without `O_APPEND` leaves there.
    private func restart() {
        let data = lseek(descriptor, 0, seekData)
        offset = data > 0 ? Int(data) : 0
        beginning = []
        if offset > 0 { rememberBeginning() }
    }

    private func isReplaced() -> Bool {
        guard let present = FileIdentity(of: path) else { return false }
        return present != identity
    }
}

/// `SEEK_DATA` of lseek(2), which Swift's Glibc does not show.
private let seekData: Int32 = 3
