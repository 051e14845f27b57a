import Dispatch
import Domain
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Candles in a temporary file that has no name, 56 bytes each: written by one thread, and read by another, which may
/// begin before the end.
final class StagedCandles: Sendable {
    private struct State {
        var count = 0
        /// Whether every open time is after, or every one before, the one of the row before it.
        var (ascends, descends) = (true, true)
        var last: Timestamp?
        var isComplete = false
        var isStopped = false
        var failure: (any Error)?
    }

    private let folder: String
    private let descriptor: Int32
    private let state = Mutex(State())
    /// Signalled after each piece, and at the end.
    private let written = DispatchSemaphore(value: 0)

    /// - Throws: ``BackupFailure`` when the file cannot be made.
    init() throws(BackupFailure) {
        folder = ScratchFolder.place
        // Removed at once: nothing is left where the process is killed.
        let scratch = try ScratchFolder()
        let path = scratch.path + "/candles"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BackupFailure.temporary(folder, code: errno) }
        unlink(path)
    }

    deinit { close(descriptor) }

    /// Writes everything that `next` returns, until it is stopped.
    /// - Parameter progress: called after each piece, with what there is.
    func fill(from next: () throws -> [LoadedCandle], progress: (Content) -> Void) {
        do {
            while !state.withLock({ $0.isStopped }) {
                let candles = try next()
                if candles.isEmpty { break }
                try write(candles)
                state.withLock { state in
                    for candle in candles {
                        let time = candle.numbers.openTime
                        if let last = state.last {
                            if time <= last { state.ascends = false }
                            if time >= last { state.descends = false }
                        }
                        state.last = time
                    }
                    state.count += candles.count
                }
                progress(content)
                written.signal()
            }
            state.withLock { $0.isComplete = true }
        } catch {
            state.withLock { ($0.failure, $0.isComplete) = (error, true) }
        }
        progress(content)
        written.signal()
    }

    /// What has been written so far.
    struct Content {
        let count: Int
        let ascends: Bool
        /// Whether nothing more comes.
        let isComplete: Bool
    }

    var content: Content {
        state.withLock { Content(count: $0.count, ascends: $0.ascends, isComplete: $0.isComplete) }
    }

    /// Why not everything could be written.
    var failure: (any Error)? { state.withLock { $0.failure } }

    /// Ends the writing after the next piece: nobody needs it.
    func stop() { state.withLock { $0.isStopped = true } }

    /// Some of the rows.
    struct Block {
        let candles: [LoadedCandle]
        /// Whether every open time is after the one of the row before it.
        let isAscending: Bool
        /// How many rows there are in all; `nil` while they are being written.
        let total: Int?
    }

    /// Reads the rows in blocks as they are written; where they are in descending order, in ascending order once all are.
    /// May be called again.
    /// - Throws: what `body` throws; ``ArchiveFailure``, also where not everything could be written: see ``failure``.
    func forEachBlock(of size: Int, _ body: (Block) throws(ArchiveFailure) -> Void) throws(ArchiveFailure) {
        var done = 0
        while let (rows, total, isDescending) = try waitForRows(after: done, upTo: size) {
            let candles = try read(rows, at: isDescending ? (total ?? 0) - done - rows : done)
            let ordered = isDescending ? candles.reversed() : candles
            let isAscending = zip(ordered, ordered.dropFirst()).allSatisfy { $0.numbers.openTime < $1.numbers.openTime }
            try body(Block(candles: ordered, isAscending: isAscending, total: total))
            done += rows
        }
    }

    /// - Returns: `nil` at the end.
    private func waitForRows(after done: Int, upTo size: Int) throws(ArchiveFailure) -> (
        rows: Int, total: Int?, isDescending: Bool
    )? {
        while true {
            let state = state.withLock { $0 }
            if state.failure != nil { throw .unreadable("the input of the import could not be read") }
            let isDescending = state.descends && !state.ascends
            if state.isComplete || (state.count - done >= size && !isDescending) {
                let rows = min(size, state.count - done)
                return rows > 0 ? (rows, state.isComplete ? state.count : nil, isDescending) : nil
            }
            written.wait()
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

    private func write(_ candles: [LoadedCandle]) throws(BackupFailure) {
        let first = content.count
        let code: Int32? = candles.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let offset = off_t(first * MemoryLayout<LoadedCandle>.stride + written)
                let put = pwrite(
                    descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written, offset)
                guard put > 0 else { return errno }
                written += put
            }
            return nil
        }
        if let code { throw BackupFailure.temporary(folder, code: code) }
    }
}
