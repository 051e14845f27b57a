import Domain
import Synchronization

/// Loads articles in one transaction.
struct ArticleLoading: ArticleLoader {
    let engine: any SQLEngine

    func load(_ open: @escaping @Sendable () throws -> any ArticleInput) async throws -> WriteResult {
        let unreadable = Unreadable()
        do {
            return try await engine.write { database throws(ArchiveFailure) in
                try database.liftTimeLimits()
                let input = try unreadable.noting(open)
                var kept = WriteResult()
                while true {
                    let articles = try unreadable.noting(input.next)
                    if articles.isEmpty { return kept }
                    kept = try kept + NewsStore.keep(articles, database)
                }
            }
        } catch {
            throw unreadable.error ?? error
        }
    }

    /// Why the input could not be read: a transaction ends with failures of the database only.
    private final class Unreadable: Sendable {
        private let noted = Mutex<(any Error)?>(nil)

        var error: (any Error)? { noted.withLock { $0 } }

        func noting<Value>(_ read: () throws -> Value) throws(ArchiveFailure) -> Value {
            do { return try read() } catch {
                noted.withLock { $0 = error }
                throw .unreadable("the articles of the import cannot be read")
            }
        }
    }
}
