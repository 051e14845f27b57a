import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One source that is followed: its new bytes become entries. The last entry is held until the next line shows that it
/// is complete, or nothing more has come for one round.
final class FollowedSource {
    enum Origin {
        case file(FollowedFile)
        /// A pipe; `nil` once it has ended.
        case stream(Int32?)
        /// Lines that are added by ``FollowedSource/add(_:)``.
        case lines
    }

    /// An entry with its own bytes.
    struct Entry {
        let time: Int64
        let bytes: [UInt8]
        let format: UInt8
        let timeEnd: Int
    }

    private let label: String
    private let filter: EntryFilter
    private var origin: Origin
    private var splitter: LineSplitter
    private var holes = HoleFilter()
    private var pending: [UInt8] = []
    /// How many of the bytes have not been split: a pipe may give one at a time, and an entry may be long.
    private var unsplit = 0
    private var isNew = false

    /// Above this size in bytes, what is pending is cut.
    private static let most = 1 << 20
    /// New bytes after which the pending ones are split within a round.
    private static let piece = 64 << 10

    init(_ source: LogSource, _ origin: Origin, zone: LocalZone, filter: EntryFilter) {
        label = source.label
        self.filter = filter
        self.origin = origin
        splitter = LineSplitter(
            clock: LogClock(
                zone: zone, years: YearInference(newest: YearInference.newestDay(writtenAt: source.newest))),
            skew: source.skew.wholeMilliseconds * 1000,
            newest: source.newest.milliseconds.multipliedClamped(by: 1000))
    }

    deinit { if case .stream(let descriptor?) = origin, descriptor > STDERR_FILENO { close(descriptor) } }

    /// Whether nothing more can come.
    var hasEnded: Bool { if case .stream(nil) = origin { true } else { false } }

    /// Adds the entries that are complete now.
    func poll(now: Timestamp, into entries: inout [Entry]) {
        splitter.advance(to: now)
        isNew = false
        var found: [Entry] = []
        switch origin {
        case .file(let file):
            file.poll({ take($0, into: &found) }, end: { flush(partial: true, into: &found) })
        case .stream(let descriptor?): readStream(descriptor, into: &found)
        case .stream(nil), .lines: break
        }
        if unsplit > 0 { split(pending.count, atEnd: false, into: &found) }
        if !isNew { flush(partial: false, into: &found) }
        entries += found
    }

    /// Adds lines of a source that is no file.
    func add(_ lines: [UInt8], into entries: inout [Entry]) {
        var bytes = lines
        bytes.withUnsafeMutableBytes { take($0, into: &entries) }
        flush(partial: true, into: &entries)
    }

    private func readStream(_ descriptor: Int32, into entries: inout [Entry]) {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var rounds = 0
        while rounds < 64, StreamReadiness.isReady(descriptor) {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { break }
            guard count > 0 else {
                flush(partial: true, into: &entries)
                if descriptor > STDERR_FILENO { close(descriptor) }
                origin = .stream(nil)
                return
            }
            buffer.withUnsafeMutableBytes {
                take(UnsafeMutableRawBufferPointer(rebasing: $0[..<count]), into: &entries)
            }
            rounds += 1
        }
    }

    private func take(_ piece: UnsafeMutableRawBufferPointer, into entries: inout [Entry]) {
        isNew = true
        let count = holes.filter(piece)
        pending.append(contentsOf: piece[..<count])
        unsplit += count
        if unsplit >= Self.piece { split(pending.count, atEnd: false, into: &entries) }
    }

    /// Gives what is held.
    /// - Parameter partial: whether also a line without its end.
    private func flush(partial: Bool, into entries: inout [Entry]) {
        guard !pending.isEmpty else { return }
        let end = partial ? pending.count : pending.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        if end > 0 { split(end, atEnd: true, into: &entries) }
    }

    private func split(_ end: Int, atEnd: Bool, into entries: inout [Entry]) {
        var spans: [LogSpan] = []
        unsplit = 0
        let rest = pending.withUnsafeBufferPointer { bytes in
            let rest = splitter.split(
                Line(rebasing: bytes[..<end]), from: 0, atEnd: atEnd, mayCut: end >= Self.most, admitting: filter,
                label: label, into: &spans)
            for span in spans {
                entries.append(
                    Entry(
                        time: span.time, bytes: Array(bytes[Int(span.start)..<Int(span.start + span.count)]),
                        format: span.format, timeEnd: Int(span.timeEnd)))
            }
            return rest
        }
        pending.removeFirst(rest)
    }
}
