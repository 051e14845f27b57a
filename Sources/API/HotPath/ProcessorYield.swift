import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Gives the processor to other threads after each pass of an event loop that has sent several responses
/// (decision 46).
///
/// Who reads them may wait for the same processor, as a reverse proxy on this computer does, and Linux takes it from a
/// thread that always has work only at its tick: after up to 8 ms at 250 Hz. Where others used their turn for long, the
/// loop gives it away less often.
final class ProcessorYield {
    private let loop: any EventLoop
    private let now: () -> NIODeadline
    private let yield: () -> Void
    private var responses = 0
    private var nextYield = NIODeadline.uptimeNanoseconds(0)

    /// In one pass. A client that waits for each response before its next request is not made to wait.
    private static let minResponses = 2
    /// Whose turn takes this long has work of its own: a reader of responses soon waits for the next ones.
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
