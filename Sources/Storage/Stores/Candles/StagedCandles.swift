import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Candles in a temporary file that has no name, 56 bytes each, to be read once everything was accepted.
final class StagedCandles: Sendable {
    private let folder: ScratchFolder
    private let descriptor: Int32
    let count: Int
    /// Whether every open time is after, or every one before, the one of the row before it.
    let isOrdered: Bool
    private let isDescending: Bool

    /// Reads everything that `next` returns.
    /// - Throws: what `next` throws; ``BackupFailure`` when the file cannot be written.
    init(_ next: () throws -> [LoadedCandle]) throws {
        folder = try ScratchFolder()
        let path = folder.path + "/candles"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BackupFailure.file(path, .write, code: errno) }
        unlink(path)
        var (count, ascends, descends) = (0, true, true)
        var last: Timestamp?
        do {
            while true {
                let candles = try next()
                if candles.isEmpty { break }
                for candle in candles {
                    let time = candle.numbers.openTime
                    if let last {
                        if time <= last { ascends = false }
                        if time >= last { descends = false }
                    }
                    last = time
                }
                try Self.write(candles, to: descriptor, at: count, path)
                count += candles.count
            }
        } catch {
            close(descriptor)
            throw error
        }
        self.count = count
        isOrdered = ascends || descends
        isDescending = descends && !ascends
    }

    deinit { close(descriptor) }

    /// Reads the rows in blocks, in ascending order where they are ordered.
    func forEachBlock(of size: Int, _ body: ([LoadedCandle]) throws(ArchiveFailure) -> Void) throws(ArchiveFailure) {
        var done = 0
        while done < count {
            let rows = min(size, count - done)
            let block = try read(rows, at: isDescending ? count - done - rows : done)
            try body(isDescending ? block.reversed() : block)
            done += rows
        }
    }

    private func read(_ rows: Int, at first: Int) throws(ArchiveFailure) -> [LoadedCandle] {
        let stride = MemoryLayout<LoadedCandle>.stride
        let block = [LoadedCandle](unsafeUninitializedCapacity: rows) { buffer, initialized in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            var filled = 0
            while filled < rows * stride {
                let got = pread(
                    descriptor, bytes.baseAddress.map { $0 + filled }, rows * stride - filled,
                    off_t(first * stride + filled))
                guard got > 0 else { break }
                filled += got
            }
            initialized = filled / stride
        }
        guard block.count == rows else { throw .unreadable("the temporary file of the import cannot be read") }
        return block
    }

    private static func write(_ candles: [LoadedCandle], to descriptor: Int32, at first: Int, _ path: String) throws {
        try candles.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let offset = off_t(first * MemoryLayout<LoadedCandle>.stride + written)
                let put = pwrite(
                    descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written, offset)
                guard put > 0 else { throw BackupFailure.file(path, .write, code: errno) }
                written += put
            }
        }
    }
}
