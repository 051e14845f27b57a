import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Gives the processor to other threads after each pass of an event loop that has sent several responses.
///
/// Those who read them may wait for the same processor, as a reverse proxy on this computer does, and Linux takes it from
/// a thread that always has work only at its tick, after up to 8 ms at 250 Hz. Other work gets its turn as well: where a
/// turn took long, the loop keeps what it has for a while ([decision 46](../../../Documentation/Decisions)).
final class ProcessorYield {
    private let loop: any EventLoop
    private let now: () -> NIODeadline
    private let yield: () -> Void
    private var responses = 0
    private var nextYield = NIODeadline.uptimeNanoseconds(0)

    /// In one pass: a client that waits for each response is not alone, and not kept waiting.
    private static let minResponses = 2
    /// A turn from this on was that of a thread with work of its own: a reader of responses waits for the next ones.
    private static let longTurn = TimeAmount.milliseconds(3)
    private static let pause = TimeAmount.milliseconds(10)

    /// - Parameters:
    ///   - now: for tests.
    ///   - yield: for tests; otherwise sched_yield(2).
    init(
        _ loop: any EventLoop, now: @escaping () -> NIODeadline = { .now() },
        yield: @escaping () -> Void = { _ = sched_yield() }
    ) {
        self.loop = loop
        self.now = now
        self.yield = yield
    }

    /// On the event loop.
    func responseSent() {
        responses += 1
        // NIO runs tasks after the events of a pass.
        if responses == 1 { loop.assumeIsolated().execute { self.passEnded() } }
    }

    private func passEnded() {
        let isBusy = responses >= Self.minResponses
        responses = 0
        guard isBusy else { return }
        let start = now()
        guard start >= nextYield else { return }
        yield()
        let end = now()
        if end - start >= Self.longTurn { nextYield = end + Self.pause }
    }
}
