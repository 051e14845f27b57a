import Domain
import NIOPosix
import OperatingSystem
import Synchronization

/// A thread pool for blocking calls, so that no thread of Swift concurrency or of an event loop waits for a database.
final class BlockingWork: Sendable {
    private let pool: NIOThreadPool
    private let closed = Mutex(false)
    private let rights: UserRights?

    /// - Parameter rights: those with which the work uses files; `nil` for those of the process.
    init(threads: Int, rights: UserRights? = nil) {
        self.rights = rights
        pool = NIOThreadPool(numberOfThreads: threads)
        pool.start()
    }

    deinit {
        // The threads keep the pool alive until its shutdown; a second shutdown has no effect.
        pool.shutdownGracefully { _ in }
    }

    func run<Value: Sendable>(_ work: @escaping @Sendable () throws(ArchiveFailure) -> Value)
        async throws(ArchiveFailure) -> Value
    {
        let rights = rights
        let result: Result<Value, ArchiveFailure> = await withCheckedContinuation { continuation in
            pool.submit { state in
                switch state {
                case .active:
                    // Not around resume(), which may start a thread: it would inherit the rights.
                    let result = Result { () throws(ArchiveFailure) in
                        if let rights { try rights.forFilesOfThisThread(work) } else { try work() }
                    }
                    continuation.resume(returning: result)
                case .cancelled: continuation.resume(returning: .failure(.closed))
                }
            }
        }
        return try result.get()
    }

    /// Runs one piece of work on a thread of its own: reading a large file, or waiting for a disk. On a host with one
    /// processor Swift concurrency has one thread, which signals need too.
    /// - Throws: what `work` throws.
    static func alone<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let thread = BlockingWork(threads: 1)
        let result: Result<Value, any Error>
        do throws(ArchiveFailure) {
            result = try await thread.run { () throws(ArchiveFailure) -> Result<Value, any Error> in
                Result<Value, any Error> { try work() }
            }
        } catch {
            result = .failure(error)
        }
        await thread.close()
        return try result.get()
    }

    var isClosed: Bool { closed.withLock { $0 } }

    /// Waits for pending work.
    func close() async {
        closed.withLock { $0 = true }
        // Fails only for a permanent pool, which this is not.
        try? await pool.shutdownGracefully()
    }
}

extension ArchiveFailure {
    static let closed = ArchiveFailure(
        .unreachable, Phrase("the database was closed", fr: "la base de données a été fermée"),
        hint: Phrase("the program is ending; nothing to do", fr: "le programme se termine\u{A0}; rien à faire"))
}
