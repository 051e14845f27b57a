import NIOCore
import Synchronization

/// The connections of one server, and whether it is ending.
final class OpenConnections: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var whenEmpty: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let ending = Atomic(false)

    var isEnding: Bool { ending.load(ordering: .relaxed) }

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

    func startEnding() { ending.store(true, ordering: .relaxed) }

    /// Waits until every connection has got its last answer, or has been silent for that long; then closes those on which nothing is in hand.
    func closeSilent(after patience: Duration) async {
        await withTaskGroup { group in
            group.addTask { await self.empty() }
            group.addTask { try? await ContinuousClock().sleep(for: patience) }
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
