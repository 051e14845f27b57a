import Domain

/// Reads a source's entries in blocks, sorted by time within a sliding window.
///
/// Uses at most two and a half blocks of memory; a block grows where an entry needs it, up to 256 KiB. Entries at most
/// 1,000 positions, or an eighth to a quarter of a block, out of order are sorted.
actor LogReader {
    nonisolated let source: LogSource
    private let filter: EntryFilter
    private let budget: DescriptorBudget
    private var capacity: Int
    private var input: (any ByteInput)?
    private var splitter: LineSplitter
    private var holes = HoleFilter()
    /// Bytes that the next block begins with: entries held in the window, then incomplete lines.
    private var carry: [UInt8] = []
    private var carriedEntriesEnd = 0
    private var waiting: [LogSpan] = []
    private var isAtEnd = false
    private var newestGiven = Int64.min
    private var late = 0
    private var readError: LogReadError?
    private var defect: LogSourceWarning?

    /// The number of entries held back in case an earlier one follows.
    private static let window = 1000
    /// The largest block, in bytes.
    static let largest = 256 << 10

    init(_ source: LogSource, zone: LocalZone, filter: EntryFilter, capacity: Int, _ budget: DescriptorBudget) {
        self.source = source
        self.filter = filter
        self.capacity = capacity
        self.budget = budget
        splitter = LineSplitter(
            clock: LogClock(zone: zone, years: YearInference(newest: Self.newestDay(source))),
            skew: source.skew.wholeMilliseconds * 1000,
            newest: source.newest.milliseconds.multipliedClamped(by: 1000))
    }

    private static func newestDay(_ source: LogSource) -> Int64 { YearInference.newestDay(writtenAt: source.newest) }

    /// The next entries, at least one; `nil` at the end. An unreadable source has none, and reports that in `warnings`.
    /// - Parameter old: a consumed block whose memory is reused.
    func next(recycling old: LogBlock? = nil) async throws(CancellationError) -> LogBlock? {
        var block = old ?? LogBlock()
        while !isAtEnd {
            if Task.isCancelled { throw CancellationError() }
            do {
                try await fill(&block)
            } catch let error as LogReadError {
                readError = error
                isAtEnd = true
                input = nil
                giveRest(&block)
            } catch {
                throw CancellationError()
            }
            if !block.entries.isEmpty { return block }
        }
        return nil
    }

    /// Problems found in the source. Complete once it has been read to its end.
    var warnings: [LogSourceWarning] {
        var warnings: [LogSourceWarning] = []
        if let readError { warnings.append(.unreadable(readError)) }
        if let defect { warnings.append(defect) }
        if holes.dropped > 0 { warnings.append(.holes(holes.dropped)) }
        if splitter.hasNoTimes { warnings.append(.withoutTimes) }
        if splitter.hasUncertainYears { warnings.append(.uncertainYears) }
        if late > 0 { warnings.append(.outOfOrder(late)) }
        return warnings
    }

    var units: UnitNames { splitter.units }

    private func fill(_ block: inout LogBlock) async throws {
        block.entries.removeAll(keepingCapacity: true)
        let opened: any ByteInput
        if let input {
            opened = input
        } else {
            let plain = try ByteInputs.open(source, budget)
            if let stream = plain.stream { try await StreamReadiness.wait(for: stream) }
            opened = try ByteInputs.text(of: plain, source)
            // A small file needs no large block.
            if let size = opened.size { capacity = min(capacity, max(4 << 10, size + 64)) }
        }
        input = opened
        if block.bytes.count < capacity {
            block.bytes.append(contentsOf: repeatElement(0, count: capacity - block.bytes.count))
        }
        block.entries.append(contentsOf: waiting)
        waiting.removeAll(keepingCapacity: true)
        let raw = block.entries.isEmpty ? 0 : carriedEntriesEnd
        block.bytes.withUnsafeMutableBytes { $0.copyBytes(from: carry) }
        var used = carry.count
        carry.removeAll(keepingCapacity: true)
        while used < block.bytes.count {
            if let stream = opened.stream { try await StreamReadiness.wait(for: stream) }
            let more: Int
            do { more = try ByteInputs.readSome(opened, &block.bytes, from: used) } catch {
                // What was read before the error is given all the same.
                carriedEntriesEnd = raw
                carry.append(contentsOf: block.bytes[..<used])
                waiting.append(contentsOf: block.entries)
                block.entries.removeAll()
                throw error
            }
            if more == 0 {
                isAtEnd = true
                defect = opened.defect
                input = nil
                break
            }
            let start = used
            used += block.bytes.withUnsafeMutableBytes {
                holes.filter(UnsafeMutableRawBufferPointer(rebasing: $0[start..<(start + more)]))
            }
        }
        if !splitter.hasInferredYears { try inferYears(from: block.bytes, used) }
        split(&block, from: raw, used)
    }

    private func split(_ block: inout LogBlock, from raw: Int, _ used: Int) {
        let first = block.entries.count
        let mayCut = capacity >= Self.largest
        let rest = block.bytes.withUnsafeBufferPointer { bytes in
            splitter.split(
                Line(rebasing: bytes[..<used]), from: raw, atEnd: isAtEnd, mayCut: mayCut, admitting: filter,
                label: source.label, into: &block.entries)
        }
        if !mayCut, used - rest > capacity / 2 { capacity = min(Self.largest, capacity * 2) }
        putInOrder(&block, from: first)
        keepBack(&block, rest: rest, used: used)
    }

    /// After an error: what had been read before it.
    private func giveRest(_ block: inout LogBlock) {
        guard !carry.isEmpty else { return }
        block.entries = waiting
        block.bytes = carry
        waiting = []
        let raw = block.entries.isEmpty ? 0 : carriedEntriesEnd
        carry = []
        split(&block, from: raw, block.bytes.count)
    }

    private func inferYears(from bytes: [UInt8], _ used: Int) throws(LogReadError) {
        let (source, budget) = (source, budget)
        let result = bytes.withUnsafeBufferPointer { text in
            Result { () throws(LogReadError) in
                try splitter.inferYears(newestDay: Self.newestDay(source), from: Line(rebasing: text[..<used])) {
                    body throws(LogReadError) in
                    guard !source.isStream else { return false }
                    try Self.forEachPiece(of: source, budget, body)
                    return true
                }
            }
        }
        try result.get()
    }

    /// Reads a source in pieces that end with a line, but for lines longer than a piece.
    private static func forEachPiece(
        of source: LogSource, _ budget: DescriptorBudget, _ body: (Line) -> Void
    ) throws(LogReadError) {
        let input = try ByteInputs.text(of: ByteInputs.open(source, budget), source)
        var bytes = [UInt8](repeating: 0, count: min(Self.largest, max(4 << 10, (input.size ?? .max - 64) + 64)))
        var kept = 0
        while true {
            let more = try ByteInputs.readSome(input, &bytes, from: kept)
            let used = kept + more
            kept = bytes.withUnsafeMutableBufferPointer { all in
                let text = Line(rebasing: all[..<used])
                let isFull = used == all.count
                let end =
                    more == 0 ? used : text.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? (isFull ? used : 0)
                body(text.part(0, end))
                for index in end..<used { all[index - end] = all[index] }
                return used - end
            }
            if more == 0 { return }
        }
    }

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
            let limit = capacity >= Self.largest ? capacity / 4 : capacity / 8
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
                    LogSpan(
                        time: entry.time, start: Int32(carry.count), count: entry.count, timeEnd: entry.timeEnd,
                        format: entry.format))
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
