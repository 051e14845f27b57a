import Domain

/// Reads a source's entries in blocks, sorted by time within a sliding window.
///
/// Uses at most two and a half blocks of memory. Entries at most 1,000 positions, or 32 to 64 KiB, out of order are
/// sorted.
actor LogReader {
    nonisolated let source: LogSource
    private let filter: EntryFilter
    private let capacity: Int
    private var input: (any ByteInput)?
    private var splitter: LineSplitter
    /// Bytes that the next block begins with: entries held in the window, then incomplete lines.
    private var carry: [UInt8] = []
    private var waiting: [LogSpan] = []
    private var isAtEnd = false
    private var newestGiven = Int64.min
    private var late = 0
    private var readError: LogReadError?

    /// The number of entries held back in case an earlier one follows.
    private static let window = 1000

    init(_ source: LogSource, zone: LocalZone, filter: EntryFilter, capacity: Int) {
        self.source = source
        self.filter = filter
        self.capacity = capacity
        splitter = LineSplitter(
            clock: LogClock(zone: zone, years: YearInference(newest: source.newest.seconds / 86_400)),
            skew: source.skew.wholeMilliseconds * 1000,
            newest: source.newest.milliseconds * 1000)
    }

    /// The next entries, at least one; `nil` at the end. An unreadable source has none, and reports that in `warnings`.
    /// - Parameter old: a consumed block whose memory is reused.
    func next(recycling old: LogBlock? = nil) throws(CancellationError) -> LogBlock? {
        var block = old ?? LogBlock(capacity: capacity)
        while !isAtEnd {
            if Task.isCancelled { throw CancellationError() }
            do {
                try fill(&block)
            } catch {
                readError = error
                isAtEnd = true
                input = nil
            }
            if !block.entries.isEmpty { return block }
        }
        return nil
    }

    /// Problems found in the source. Complete once it has been read to its end.
    var warnings: [LogSourceWarning] {
        var warnings: [LogSourceWarning] = []
        if let readError { warnings.append(.unreadable(readError)) }
        if isTruncated { warnings.append(.truncated) }
        if splitter.hasNoTimes { warnings.append(.withoutTimes) }
        if late > 0 { warnings.append(.outOfOrder(late)) }
        return warnings
    }

    private var isTruncated = false

    private func fill(_ block: inout LogBlock) throws(LogReadError) {
        block.entries.removeAll(keepingCapacity: true)
        let opened: any ByteInput
        if let input { opened = input } else { opened = try ByteInputs.open(source.origin) }
        input = opened
        block.entries.append(contentsOf: waiting)
        waiting.removeAll(keepingCapacity: true)
        let raw = block.entries.last.map { _ in carriedEntriesEnd } ?? 0
        block.bytes.withUnsafeMutableBytes { $0.copyBytes(from: carry) }
        var used = carry.count
        while used < block.bytes.count {
            let more = try ByteInputs.readSome(opened, &block.bytes, from: used)
            if more == 0 {
                isAtEnd = true
                isTruncated = opened.isTruncated
                input = nil
                break
            }
            used += more
        }
        if !splitter.hasInferredYears { try splitter.inferYears(of: source, from: block.bytes, used) }

        let first = block.entries.count
        let rest = block.bytes.withUnsafeBufferPointer { bytes in
            splitter.split(
                Line(rebasing: bytes[..<used]), from: raw, atEnd: isAtEnd, admitting: filter, label: source.label,
                into: &block.entries)
        }
        putInOrder(&block, from: first)
        keepBack(&block, rest: rest, used: used)
    }

    private var carriedEntriesEnd = 0

    private func putInOrder(_ block: inout LogBlock, from first: Int) {
        var previous = first > 0 ? block.entries[first - 1].time : Int64.min
        for index in first..<block.entries.count {
            let time = block.entries[index].time
            if time < previous {
                block.entries.order()
                return
            }
            previous = time
        }
    }

    /// Moves the window's entries and incomplete lines over to the next block.
    private func keepBack(_ block: inout LogBlock, rest: Int, used: Int) {
        var (kept, size) = (0, 0)
        if !isAtEnd {
            let limit = max(32 << 10, capacity / 4)
            while kept < min(Self.window, block.entries.count), size < limit {
                size += Int(block.entries[block.entries.count - 1 - kept].count)
                kept += 1
            }
            if size > limit { kept -= 1 }
        }
        carry.removeAll(keepingCapacity: true)
        block.bytes.withUnsafeBufferPointer { bytes in
            for entry in block.entries.suffix(kept) {
                waiting.append(
                    LogSpan(time: entry.time, start: Int32(carry.count), count: entry.count, format: entry.format))
                carry.append(contentsOf: bytes[Int(entry.start)..<Int(entry.start + entry.count)])
            }
            carriedEntriesEnd = carry.count
            carry.append(contentsOf: bytes[rest..<used])
        }
        block.entries.removeLast(kept)
        for entry in block.entries {
            if entry.time < newestGiven { late += 1 }
            newestGiven = max(newestGiven, entry.time)
        }
    }
}
