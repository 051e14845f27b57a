/// An entry on its way out. Its bytes are lent for the time of a call.
struct MergedEntry {
    /// Microseconds since 1970 in UTC.
    let time: Int64
    let bytes: Line
    let format: UInt8
    /// Number of its source.
    let source: Int
}

/// Where merged entries go, one after the other.
protocol EntrySink {
    mutating func receive(_ entry: MergedEntry) throws
}

/// Several sources as one, in the order of their times; at the same time, in the order of the sources.
///
/// Each source prepares its next block on another thread while the ones before are received.
struct EntryMerge {
    private let feeds: [LogFeed]

    /// Memory for all sources' blocks.
    private static let budget = 16 << 20

    init(_ sources: [LogSource], zone: LocalZone, filter: EntryFilter) {
        let capacity = min(256 << 10, max(64 << 10, Self.budget / max(1, sources.count)))
        feeds = sources.map { LogFeed($0, zone: zone, filter: filter, capacity: capacity) }
    }

    /// - Throws: what the receiver throws, and `CancellationError`.
    func run(_ receiver: inout some EntrySink) async throws {
        var readers: [BlockReader] = []
        // All begin at once, and are waited for one after the other.
        for (index, feed) in feeds.enumerated() { readers.append(BlockReader(feed, number: index)) }
        defer { for reader in readers { reader.cancel() } }
        var queue = EntryQueue()
        for index in readers.indices {
            if let time = try await readers[index].advance() { queue.insert(time, index) }
        }
        while let (_, index) = queue.first {
            var next = try readers[index].give(to: &receiver, before: queue.second)
            if next == nil { next = try await readers[index].advance() }
            if let next { queue.replaceFirst(next, index) } else { queue.removeFirst() }
        }
    }

    /// What there is to say about each source, in their order.
    func notes() async -> [(label: String, note: LogNote)] {
        var notes: [(String, LogNote)] = []
        for feed in feeds {
            for note in await feed.notes { notes.append((feed.source.label, note)) }
        }
        return notes
    }
}

/// One source's block that is being given out, and the next one that is being prepared.
private struct BlockReader {
    private let feed: LogFeed
    private let number: Int
    private var block = LogBlock(capacity: 0)
    private var spare: LogBlock?
    private var place = 0
    private var coming: Task<LogBlock?, any Error>

    init(_ feed: LogFeed, number: Int) {
        self.feed = feed
        self.number = number
        coming = Task { try await feed.next() }
    }

    func cancel() { coming.cancel() }

    /// Takes the block that was prepared, and has another one prepared.
    /// - Returns: its first time; `nil` at the end.
    mutating func advance() async throws -> Int64? {
        guard let next = try await coming.value else { return nil }
        let old = place > 0 ? block : nil
        block = next
        place = 0
        let feed = feed
        coming = Task { try await feed.next(recycling: old) }
        return block.entries[0].time
    }

    /// Gives entries up to, and not including, the one that `rival` stands before.
    /// - Returns: the time of the next one; `nil` when the block is at its end.
    mutating func give(to receiver: inout some EntrySink, before rival: (Int64, Int)) throws -> Int64? {
        let (entries, number) = (block.entries, number)
        var place = place
        defer { self.place = place }
        try block.bytes.withUnsafeBufferPointer { bytes in
            while place < entries.count, (entries[place].time, number) < rival {
                let entry = entries[place]
                place += 1
                try receiver.receive(
                    MergedEntry(
                        time: entry.time, bytes: bytes.part(Int(entry.start), Int(entry.start + entry.count)),
                        format: entry.format, source: number))
            }
        }
        return place < entries.count ? entries[place].time : nil
    }
}

/// The sources' next times: a binary heap, whose first is the earliest.
private struct EntryQueue {
    private var heap: [(Int64, Int)] = []

    var first: (Int64, Int)? { heap.first }

    /// The earliest behind the first; later than anything where there is none.
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
