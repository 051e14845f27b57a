import API
import Domain
import Hummingbird
import Synchronization

/// The page's bytes, ready to be sent.
struct RenderedPage: Sendable {
    let answer: PreparedResponse
    let status: HTTPResponse.Status
    /// Whether every part of it was just read.
    let complete: Bool
    /// Whether any part of it comes from a simulated world.
    let simulated: Bool
}

/// Keeps the pages of each language, the main one for each range, while it cannot have changed, and has it made once when many ask at the same time.
///
/// A page is good for its data version and its minute (it tells ages). Without a version, or when a part of it failed, it is good
/// for `patience`.
final class PageCache: Sendable {
    struct Key: Hashable, Sendable {
        let language: Language
        let view: View
    }

    enum View: Hashable, Sendable {
        case market(ChartRange)
        /// The first page of the list.
        case incidents
    }

    private struct Entry {
        let version: UInt64?
        let minute: Int64
        let page: Task<RenderedPage, any Error>
        let made: ContinuousClock.Instant
        /// Known to be complete, of a known version: good without `patience`.
        var lasting = false
    }

    private let patience: Duration
    private let entries = Mutex<[Key: Entry]>([:])

    init(patience: Duration) {
        self.patience = patience
    }

    func page(
        _ key: Key, version: UInt64?, at now: Timestamp, make: @escaping @Sendable () async throws -> RenderedPage
    ) async throws -> RenderedPage {
        let minute = now.seconds / 60
        let clock = ContinuousClock.now
        let page = entries.withLock { entries in
            if let entry = entries[key], entry.version == version, entry.minute == minute,
                entry.lasting || clock - entry.made < patience
            {
                return entry.page
            }
            let page = Task {
                let page = try await make()
                if page.complete, version != nil { self.keep(key, made: clock) }
                return page
            }
            entries[key] = Entry(version: version, minute: minute, page: page, made: clock)
            return page
        }
        return try await page.value
    }

    private func keep(_ key: Key, made: ContinuousClock.Instant) {
        entries.withLock { entries in
            if entries[key]?.made == made { entries[key]?.lasting = true }
        }
    }
}
