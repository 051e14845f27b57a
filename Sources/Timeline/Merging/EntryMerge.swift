/// An entry in merged order. Its bytes are valid during the call only.
struct MergedEntry {
    /// Microseconds since 1970 in UTC.
    let time: Int64
    let bytes: Line
    let format: UInt8
    /// Index of its source.
    let source: Int
}

/// A receiver of merged entries.
protocol EntrySink {
    mutating func receive(_ entry: MergedEntry) throws
}

/// Merges several sources by time; entries with the same time keep the order of the sources.
///
/// Each source prepares its next block concurrently while the current blocks are consumed.
struct EntryMerge {
    private let logs: [LogReader]

    /// Memory for all sources' blocks, in bytes.
    private static let budget = 16 << 20

    init(_ sources: [LogSource], zone: LocalZone, filter: EntryFilter) {
        let capacity = min(256 << 10, max(64 << 10, Self.budget / max(1, sources.count)))
        logs = sources.map { LogReader($0, zone: zone, filter: filter, capacity: capacity) }
    }

    /// - Throws: what the receiver throws, and `CancellationError`.
    func run(_ receiver: inout some EntrySink) async throws {
        var readers: [BlockReader] = []
        // All start reading at once, and are awaited in order.
        for (index, log) in logs.enumerated() { readers.append(BlockReader(log, number: index)) }
        defer { for reader in readers { reader.cancel() } }
        var queue = SourceHeap()
        for index in readers.indices {
            if let time = try await readers[index].advance() { queue.insert(time, index) }
        }
        while let (_, index) = queue.first {
            var next = try readers[index].send(to: &receiver, before: queue.second)
            if next == nil { next = try await readers[index].advance() }
            if let next { queue.replaceFirst(next, index) } else { queue.removeFirst() }
        }
    }

    /// The problems found in each source, in the order of the sources.
    func warnings() async -> [(label: String, warning: LogSourceWarning)] {
        var warnings: [(String, LogSourceWarning)] = []
        for log in logs {
            for warning in await log.warnings { warnings.append((log.source.label, warning)) }
        }
        return warnings
    }
}

/// One source's current block, and the next one being prepared.
private struct BlockReader {
    private let log: LogReader
    private let number: Int
    private var block = LogBlock(capacity: 0)
    private var position = 0
    private var coming: Task<LogBlock?, any Error>

    init(_ log: LogReader, number: Int) {
        self.log = log
        self.number = number
        coming = Task { try await log.next() }
    }

    func cancel() { coming.cancel() }

    /// Switches to the prepared block, and starts preparing another.
    /// - Returns: its first time; `nil` at the end.
    mutating func advance() async throws -> Int64? {
        guard let next = try await coming.value else { return nil }
        let old = position > 0 ? block : nil
        block = next
        position = 0
        let log = log
        coming = Task { try await log.next(recycling: old) }
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
                        format: entry.format, source: number))
            }
        }
        return position < entries.count ? entries[position].time : nil
    }
}

/// A binary heap of the sources' next times; the first is the earliest.
private struct SourceHeap {
    private var heap: [(Int64, Int)] = []

    var first: (Int64, Int)? { heap.first }

    /// The second earliest; later than any time where there is none.
    var second: (Int64, Int) {
        switch heap.count {
        case ...1: (.max, .max)
        case 2: heap[1]
        default: heap[1] < heap[2] ? heap[1] : heap[2]
        }
    }

    mutating func insert(_ time: Int64, _ index: Int) {
        heap.append((time, index))
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func replaceFirst(_ time: Int64, _ index: Int) {
        heap[0] = (time, index)
        sink()
    }

    mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        sink()
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
