package import Domain
import Synchronization

/// Tells somebody outside how collection goes, in the background: a run never waits for it, and never fails by it.
package final class Pinger: Sendable {
    /// Sends a text to an address; throws when it did not arrive within seconds.
    package typealias Send = @Sendable (_ url: String, _ text: String) async throws -> Void

    private struct State {
        var starting: Task<Void, Never>?
        var last: Task<Void, Never>?
    }

    private let target: PingTarget
    private let send: Send
    private let journal: any Journal
    private let state = Mutex(State())

    package init(to target: PingTarget, journal: any Journal, send: @escaping Send) {
        self.target = target
        self.journal = journal
        self.send = send
    }

    package func started(_ run: Run) { tell(.start, of: run) }
    package func ended(_ run: Run) { tell(run.outcome == .ok || run.outcome == .degraded ? .success : .fail, of: run) }

    /// Waits for what is on its way: to be called before the program ends.
    package func finish() async { await state.withLock(\.last)?.value }

    private func tell(_ signal: PingTarget.Signal, of run: Run) {
        state.withLock { state in
            let previous = state.last
            // A start that has not arrived by the end of its run is of no more use, and must not come after it.
            if signal != .start { state.starting?.cancel() }
            let task = Task.detached { [self] in
                await previous?.value
                await TraceContext.$current.withValue(TraceContext(traceID: run.traceID)) {
                    await ping(signal, of: run)
                }
            }
            state.starting = signal == .start ? task : nil
            state.last = task
        }
    }

    private func ping(_ signal: PingTarget.Signal, of run: Run) async {
        do {
            try await send(target.url(for: signal, of: run), run.summary)
        } catch {
            guard !Task.isCancelled else { return }
            journal.record(
                Event(
                    .warning, "the ping of run \(run.id) (\(signal.rawValue)) did not arrive: \(error); check PING_URL",
                    ["run": run.id.rawValue]))
        }
    }
}
