import NIOCore
import Synchronization

/// The open connections of one server, and whether it is shutting down.
final class OpenConnections: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var whenEmpty: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let shuttingDown = Atomic(false)

    var isShuttingDown: Bool { shuttingDown.load(ordering: .relaxed) }

    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        state.withLock { $0.channels[id] = channel }
        channel.closeFuture.whenComplete { _ in
            self.state.withLock { state in
                state.channels[id] = nil
                guard state.channels.isEmpty else { return }
                state.whenEmpty?.resume()
                state.whenEmpty = nil
            }
        }
    }

    func startShutdown() { shuttingDown.store(true, ordering: .relaxed) }

    /// Waits until all connections have ended, for `timeout` at most; then closes those without a request in progress.
    func closeIdle(after timeout: Duration) async {
        await withTaskGroup { group in
            group.addTask { await self.empty() }
            group.addTask { try? await ContinuousClock().sleep(for: timeout) }
            await group.next()
            stopWaiting()
        }
        for channel in state.withLock({ Array($0.channels.values) }) {
            channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    private func empty() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if !state.channels.isEmpty { state.whenEmpty = continuation }
                return state.channels.isEmpty
            }
            if isEmpty { continuation.resume() }
        }
    }

    private func stopWaiting() {
        state.withLock { state in
            state.whenEmpty?.resume()
            state.whenEmpty = nil
        }
    }
}
