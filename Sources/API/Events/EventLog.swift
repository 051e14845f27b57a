import Domain
import NIOCore

/// What streams of events tell of, with the numbers under which this process has published it. A value, changed by one
/// publisher.
struct EventLog: Sendable {
    struct Entry: Sendable {
        let id: EventID
        let event: RecordedEvent
        /// The fields of the event for each audience.
        let fields: [EventAudience: ByteBuffer]
    }

    /// What a client has missed.
    struct Resumption {
        /// In their order.
        let entries: [Entry]
        /// Whether that is all.
        let isComplete: Bool
    }

    private var entries: [String: Entry] = [:]
    /// The newest id.
    private(set) var last: EventID
    /// The highest number of an entry that is no longer here.
    private var forgotten: UInt64 = 0
    private var completeSince: Timestamp? = .latest

    /// Another process may have stored something a moment before it was published here, and clocks differ.
    private static let overlap: Duration = .minutes(5)

    /// - Parameter origin: of this process.
    init(origin: UInt32, at now: Timestamp) { last = EventID(published: now, origin: origin, number: 0) }

    private var isEmpty: Bool { completeSince == .latest }

    /// Takes over what stands in the database.
    /// - Returns: what is new since the last time, in its order; nothing the first time.
    mutating func update(_ snapshot: EventSnapshot, at now: Timestamp) -> [Entry] {
        var (next, fresh) = ([String: Entry](), [Entry]())
        let isFirst = isEmpty
        for event in snapshot.events {
            if let known = entries[event.key], known.event.content == event.content {
                next[event.key] = known
                continue
            }
            // Time may stand still or be set back; ids go on.
            let number = isFirst ? last.number : last.number + 1
            let id = EventID(published: max(now, last.published), origin: last.origin, number: number)
            let entry = Entry(id: id, event: event, fields: event.encoded())
            next[event.key] = entry
            guard !isFirst else { continue }
            last = id
            fresh.append(entry)
        }
        forgotten = max(forgotten, entries.values.filter { next[$0.event.key] == nil }.map(\.id.number).max() ?? 0)
        entries = next
        completeSince = snapshot.completeSince
        return fresh
    }

    /// What came after `id`: by its number where this process published it, else by its time, where some may be told
    /// again.
    func resumption(after id: EventID) -> Resumption {
        if id.origin == last.origin {
            let missed = entries.values.filter { $0.id.number > id.number }.sorted { $0.id.number < $1.id.number }
            return Resumption(entries: missed, isComplete: id.number >= forgotten && id.number <= last.number)
        }
        let start = id.published - Self.overlap
        let missed = entries.values.filter { $0.event.recorded >= start }
            .sorted { ($0.event.recorded, $0.event.key) < ($1.event.recorded, $1.event.key) }
        return Resumption(entries: missed, isComplete: completeSince.map { $0 <= start } ?? true)
    }
}
