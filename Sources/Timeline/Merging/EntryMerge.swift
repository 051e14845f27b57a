/// An entry in merged order. Its bytes are valid during the call only.
struct MergedEntry {
    /// Microseconds since 1970 in UTC.
    let time: Int64
    let bytes: Line
    let format: UInt8
    /// The index after the time's text.
    let timeEnd: Int
    /// Index of its source.
    let source: Int

    /// Parses the entry; returns the end of its first line.
    @discardableResult
    func read(into facts: inout LineFacts) -> Int {
        LineFormats.read(bytes, as: format, timeEnd: timeEnd, into: &facts)
    }
}

/// A receiver of merged entries.
protocol EntrySink {
    mutating func receive(_ entry: MergedEntry) throws
}

/// What was found in the sources besides entries.
struct MergeReport: Sendable {
    /// By source.
    var warnings: [[LogSourceWarning]]
    var units = UnitNames()
}

/// Merges several sources by time; entries with the same time keep the order of the sources.
///
/// Few sources are read at once: each prepares its next block while the current blocks are consumed. Of many, each is
/// looked into for its first time and closed again; it is read from its beginning when the merge has come to that time.
struct EntryMerge {
    private let sources: [LogSource]
    private let capacity: Int
    private let budget: DescriptorBudget
    private let reader: @Sendable (LogSource) -> LogReader

    /// Memory for the blocks of all sources that are read at once, in bytes.
    private static let memory = 16 << 20
    /// How many sources are read at once from the beginning.
    private static let few = 64
    /// How many sources are looked into at once.
    private static let lookers = 8

    init(
        _ sources: [LogSource], zone: LocalZone, filter: EntryFilter, budget: DescriptorBudget = DescriptorBudget()
    ) {
        self.sources = sources
        self.budget = budget
        let capacity = min(LogReader.largest, max(8 << 10, Self.memory / max(1, sources.count)))
        self.capacity = capacity
        reader = { LogReader($0, zone: zone, filter: filter, capacity: capacity, budget) }
    }

    /// - Throws: what the receiver throws, and `CancellationError`.
    func run(_ receiver: inout some EntrySink) async throws -> MergeReport {
        var report = MergeReport(warnings: sources.map { _ in [] })
        let isFew = sources.count <= Self.few
        var readers = sources.indices.map { BlockReader(number: $0, preparesNext: isFew) }
        defer { for reader in readers { reader.cancel() } }
        var queue = SourceHeap()
        if isFew {
            // All start reading at once, and are awaited in order.
            for index in readers.indices { readers[index].start(reader(sources[index])) }
        } else {
            for index in readers.indices where sources[index].isStream { readers[index].start(reader(sources[index])) }
            try await lookInto(&report, &queue)
        }
        for index in readers.indices where readers[index].isStarted {
            if let time = try await readers[index].advance(&report) { queue.insert(time, index) }
        }
        while let (time, index) = queue.first {
            if !readers[index].isStarted {
                readers[index].start(reader(sources[index]))
                queue.replaceFirst(try await readers[index].advance(&report) ?? time, index)
                if !readers[index].isStarted { queue.removeFirst() }
                continue
            }
            var next = try readers[index].send(to: &receiver, before: queue.second)
            if next == nil { next = try await readers[index].advance(&report) }
            if let next { queue.replaceFirst(next, index) } else { queue.removeFirst() }
        }
        return report
    }

    /// Finds the first times of the files; those without an entry are finished.
    private func lookInto(_ report: inout MergeReport, _ queue: inout SourceHeap) async throws {
        typealias Look = (index: Int, time: Int64?, warnings: [LogSourceWarning], units: UnitNames)
        let (sources, reader) = (sources, reader)
        let files = sources.indices.filter { !sources[$0].isStream }
        try await withThrowingTaskGroup(of: Look.self) { group in
            var next = files.startIndex
            func look() {
                guard next < files.endIndex else { return }
                let index = files[next]
                next += 1
                group.addTask {
                    let log = reader(sources[index])
                    guard let block = try await log.next() else {
                        return (index, nil, await log.warnings, await log.units)
                    }
                    return (index, block.entries[0].time, [], UnitNames())
                }
            }
            for _ in 0..<Self.lookers { look() }
            while let found = try await group.next() {
                look()
                if let time = found.time {
                    queue.insert(time, found.index)
                } else {
                    report.warnings[found.index] = found.warnings
                    report.units.merge(found.units)
                }
            }
        }
    }
}

/// One source's current block, and the next one being prepared.
private struct BlockReader {
    private let number: Int
    private let preparesNext: Bool
    private var log: LogReader?
    private var block = LogBlock()
    private var position = 0
    private var coming: Task<LogBlock?, any Error>?

    init(number: Int, preparesNext: Bool) {
        self.number = number
        self.preparesNext = preparesNext
    }

    /// Whether it is being read: neither waiting for its time, nor at its end.
    var isStarted: Bool { log != nil }

    mutating func start(_ log: LogReader) {
        self.log = log
        if preparesNext { coming = Task { try await log.next() } }
    }

    func cancel() { coming?.cancel() }

    /// Switches to the next block, and starts preparing another.
    /// - Returns: its first time; `nil` at the end.
    mutating func advance(_ report: inout MergeReport) async throws -> Int64? {
        guard let log else { return nil }
        let old = position > 0 ? block : nil
        block = LogBlock()
        let next: LogBlock?
        if let coming { next = try await coming.value } else { next = try await log.next(recycling: old) }
        guard let next else {
            report.warnings[number] = await log.warnings
            report.units.merge(await log.units)
            self.log = nil
            coming = nil
            return nil
        }
        block = next
        position = 0
        if preparesNext { coming = Task { try await log.next(recycling: old) } }
        return block.entries[0].time
    }

    /// Passes on the entries that come before `limit`, the time and index of the next source.
    /// - Returns: the time of the next entry; `nil` at the end of the block.
    mutating func send(to receiver: inout some EntrySink, before limit: (Int64, Int)) throws -> Int64? {
        let (entries, number) = (block.entries, number)
        var position = position
        defer { self.position = position }
        try block.bytes.withUnsafeBufferPointer { bytes in
            while position < entries.count, (entries[position].time, number) < limit {
                let entry = entries[position]
                position += 1
                try receiver.receive(
                    MergedEntry(
                        time: entry.time, bytes: bytes.part(Int(entry.start), Int(entry.start + entry.count)),
                        format: entry.format, timeEnd: Int(entry.timeEnd), source: number))
            }
        }
        return position < entries.count ? entries[position].time : nil
    }
}
