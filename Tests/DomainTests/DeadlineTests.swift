import Domain
import Synchronization
import Testing

@Suite("Work with a deadline") struct DeadlineTests {
    struct Refused: Error, Equatable {}

    /// Suspends until its task is cancelled.
    private static func untilCancelled() async {
        for await _ in AsyncStream<Void>.makeStream().stream {}
    }

    @Test("work that ends in time gives its result")
    func inTime() async throws {
        #expect(await withDeadline(.seconds(60)) { 7 } == 7)
    }

    @Test("an error of the work is passed on with its type")
    func error() async {
        await #expect(throws: Refused()) {
            try await withDeadline(.seconds(60)) { () async throws(Refused) -> Int in throw Refused() }
        }
    }

    @Test("work that takes longer is cancelled, and has ended when nil is returned")
    func late() async {
        let ended = Mutex(false)
        let expired = Mutex(false)
        let result: Void? = await withDeadline(.milliseconds(20), onExpiry: { expired.withLock { $0 = true } }) {
            await Self.untilCancelled()
            ended.withLock { $0 = Task.isCancelled }
        }
        #expect(result == nil)
        #expect(ended.withLock { $0 } && expired.withLock { $0 })
    }

    @Test("work that ignores cancellation can be left behind")
    func abandoned() async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let blocked = Task.detached { for await _ in stream { break } }
        let result: Void? = await withDeadline(.milliseconds(20), late: .abandoned) { await blocked.value }
        #expect(result == nil)
        continuation.finish()
    }

    @Test("cancelling the task cancels the work, and what it then throws is passed on")
    func cancelled() async {
        let (started, start) = AsyncStream<Void>.makeStream()
        let task = Task {
            try await withDeadline(nil) { () async throws(Refused) -> Int in
                start.finish()
                await Self.untilCancelled()
                throw Refused()
            }
        }
        for await _ in started {}
        task.cancel()
        await #expect(throws: Refused()) { try await task.value }
    }

    @Test("cancelling the task leaves abandoned work behind at once")
    func cancelledAndAbandoned() async {
        let (started, start) = AsyncStream<Void>.makeStream()
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let blocked = Task.detached { for await _ in stream { break } }
        let task = Task {
            await withDeadline(nil, late: .abandoned) {
                start.finish()
                await blocked.value
            }
        }
        for await _ in started {}
        task.cancel()
        #expect(await task.value == nil)
        continuation.finish()
    }
}
