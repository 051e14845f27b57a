package import Domain
import Synchronization

/// Sends pings about collection runs to a monitoring service, in the background: a run neither waits for it nor fails
/// with it.
package final class Pinger: Sendable {
    /// Sends a text to a URL; throws when it was not delivered within seconds.
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

    package func started(_ run: Run) { enqueue(.start, of: run) }
    package func ended(_ run: Run) {
        enqueue(run.outcome == .ok || run.outcome == .degraded ? .success : .fail, of: run)
    }

    /// Waits for pending pings; to be called before the program exits.
    package func finish() async { await state.withLock(\.last)?.value }

    private func enqueue(_ signal: PingTarget.Signal, of run: Run) {
        state.withLock { state in
            let previous = state.last
            // A start ping that is still pending when its run ends is obsolete, and must not arrive after the end.
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
                    .warning, "ping of run \(run.id) (\(signal.rawValue)) not delivered: \(error); check PING_URL",
                    ["run": run.id.rawValue]))
        }
    }
}
