import API
import Domain
import Hummingbird
import Synchronization

/// A rendered page as a prepared response.
struct RenderedPage: Sendable {
    let response: PreparedResponse
    let status: HTTPResponse.Status
    /// Whether all of its data were just loaded.
    let complete: Bool
    /// Whether any of its data is simulated.
    let simulated: Bool
}

/// Caches the pages that many readers request, by language and view, and renders each once for concurrent requests.
///
/// A page is valid for its data version until its `validUntil`: the end of its minute, as it shows ages, or the moment
/// at which its price becomes stale. Without a version, or when some of its data failed to load, it is valid for
/// `maxAge` at most.
final class PageCache: Sendable {
    struct Key: Hashable, Sendable {
        let language: Language
        let view: View
    }

    enum View: Hashable, Sendable {
        case market(ChartView)
        /// The first page of the list.
        case incidents
    }

    private struct Entry {
        let version: UInt64?
        let page: Task<RenderedPage, any Error>
        let createdAt: ContinuousClock.Instant
        /// `nil` while the page is being rendered.
        var validUntil: Timestamp?
        /// Whether the page is complete and of a known version: not limited by `maxAge`.
        var isComplete = false
    }

    private let maxAge: Duration
    private let entries = Mutex<[Key: Entry]>([:])

    init(maxAge: Duration) {
        self.maxAge = maxAge
    }

    func page(
        _ key: Key, version: UInt64?, at now: Timestamp, render: @escaping @Sendable () async throws -> RenderedPage
    ) async throws -> RenderedPage {
        let instant = ContinuousClock.now
        let page = entries.withLock { entries in
            if let entry = entries[key], entry.version == version, entry.validUntil.map({ now < $0 }) ?? true,
                entry.isComplete || instant - entry.createdAt < maxAge
            {
                return entry.page
            }
            let page = Task {
                let page = try await render()
                self.update(key, createdAt: instant, with: page, hasVersion: version != nil)
                return page
            }
            entries[key] = Entry(version: version, page: page, createdAt: instant)
            return page
        }
        return try await page.value
    }

    private func update(_ key: Key, createdAt: ContinuousClock.Instant, with page: RenderedPage, hasVersion: Bool) {
        entries.withLock { entries in
            guard entries[key]?.createdAt == createdAt else { return }
            entries[key]?.validUntil = page.response.validUntil
            entries[key]?.isComplete = page.complete && hasVersion
        }
    }
}
