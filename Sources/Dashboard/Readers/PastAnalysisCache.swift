import API
import Domain
import Synchronization

/// Keeps the past analyses of a language for their data version and day: making them takes as long as several analyses
/// of now. What comes too late for a page is there for the next one.
final class PastAnalysisCache: Sendable {
    private struct Key: Hashable {
        let version: UInt64
        let day: Timestamp
    }

    private let reader: any MarketReader
    private let version: @Sendable () -> UInt64?
    private let kept = Mutex<[Language: (key: Key, value: PastAnalysesResponse)]>([:])
    private let work = SharedWork<Language, PastAnalysesResponse>(limit: Language.allCases.count)

    /// - Parameter version: the data version; `nil` where it is unknown, and nothing is kept: then the API does.
    init(_ reader: any MarketReader, version: @escaping @Sendable () -> UInt64?) {
        self.reader = reader
        self.version = version
    }

    func analyses(days: Int, in language: Language, at now: Timestamp) async throws(ReadModelFailure)
        -> PastAnalysesResponse
    {
        guard let version = version() else { return try await reader.analyses(days: days, in: language) }
        let key = Key(version: version, day: Interval.oneDay.openTime(containing: now))
        if let value = kept.withLock({ $0[language].flatMap { $0.key == key ? $0.value : nil } }) { return value }
        do {
            return try await work.value(for: language) { [reader] in
                let value = try await reader.analyses(days: days, in: language)
                self.kept.withLock { $0[language] = (key, value) }
                return value
            }
        } catch let failure as ReadModelFailure {
            throw failure
        } catch {
            throw .unavailable(detail: "\(error)")
        }
    }
}
