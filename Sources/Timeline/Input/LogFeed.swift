import Domain

/// A source's entries, block by block, in order as far as a window reaches.
///
/// Memory is two blocks and a half. Entries that stand at most a thousand places, or 32 to 64 kB, from where they belong are put there.
actor LogFeed {
    nonisolated let source: LogSource
    private let filter: EntryFilter
    private let capacity: Int
    private var input: (any ByteInput)?
    private var splitter: LineSplitter
    /// Bytes that the next block begins with: entries that wait in the window, then lines that are not whole yet.
    private var carry: [UInt8] = []
    private var waiting: [LogSpan] = []
    private var isAtEnd = false
    private var newestGiven = Int64.min
    private var late = 0
    private var trouble: LogReadError?

    /// Entries that may wait for an earlier one to come.
    private static let window = 1000

    init(_ source: LogSource, zone: LocalZone, filter: EntryFilter, capacity: Int) {
        self.source = source
        self.filter = filter
        self.capacity = capacity
        splitter = LineSplitter(
            clock: LogClock(zone: zone, years: YearGuess(newest: source.newest.seconds / 86_400)),
            skew: source.skew.wholeMilliseconds * 1000,
            newest: source.newest.milliseconds * 1000)
    }

    /// The next entries, at least one; `nil` at the end. A source that cannot be read has none, and says so in its notes.
    /// - Parameter old: a block that is done with, to be used again.
    func next(recycling old: LogBlock? = nil) throws(CancellationError) -> LogBlock? {
        var block = old ?? LogBlock(capacity: capacity)
        while !isAtEnd {
            if Task.isCancelled { throw CancellationError() }
            do {
                try fill(&block)
            } catch {
                trouble = error
                isAtEnd = true
                input = nil
            }
            if !block.entries.isEmpty { return block }
        }
        return nil
    }

    /// What is to be said about the source, once it has ended.
    var notes: [LogNote] {
        var notes: [LogNote] = []
        if let trouble { notes.append(.unreadable(trouble)) }
        if isTruncated { notes.append(.truncated) }
        if splitter.isTimeless { notes.append(.timeless) }
        if late > 0 { notes.append(.late(late)) }
        return notes
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
        if !splitter.knowsYears { try splitter.learnYears(of: source, from: block.bytes, used) }

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

    /// Holds the window's entries and the lines that are not whole for the next block.
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
