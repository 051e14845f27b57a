import NIOCore
import Synchronization

/// The open connections of one server, and whether it is shutting down.
final class OpenConnections: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        /// Accepted, and not started yet.
        var starting: Set<ObjectIdentifier> = []
        var whenStarted: CheckedContinuation<Void, Never>?
        var tasks: [Int: Task<Void, Never>] = [:]
        var started = 0
        var isCancelled = false
        var whenEmpty: CheckedContinuation<Void, Never>?
        /// Those that were open when the shutdown began, and still are.
        var earlier: Set<ObjectIdentifier> = []
        var whenEarlierEnded: CheckedContinuation<Void, Never>?
        var whenHandled: CheckedContinuation<Void, Never>?

        mutating func start(_ id: ObjectIdentifier) {
            starting.remove(id)
            guard starting.isEmpty else { return }
            whenStarted?.resume()
            whenStarted = nil
        }

        mutating func endEarlier(_ id: ObjectIdentifier) {
            guard earlier.remove(id) != nil, earlier.isEmpty else { return }
            whenEarlierEnded?.resume()
            whenEarlierEnded = nil
        }

        mutating func resumeIfHandled() {
            guard channels.isEmpty, tasks.isEmpty else { return }
            whenHandled?.resume()
            whenHandled = nil
        }
    }

    private let state = Mutex(State())
    private let shuttingDown = Atomic(false)

    var isShuttingDown: Bool { shuttingDown.load(ordering: .relaxed) }

    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        state.withLock { state in
            state.channels[id] = channel
            state.starting.insert(id)
        }
        channel.closeFuture.whenComplete { _ in
            self.state.withLock { state in
                state.channels[id] = nil
                state.start(id)
                state.endEarlier(id)
                guard state.channels.isEmpty else { return }
                state.whenEmpty?.resume()
                state.whenEmpty = nil
                state.resumeIfHandled()
            }
        }
    }

    func started(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        state.withLock { $0.start(id) }
    }

    /// Waits until every accepted connection has started or ended. Called once, when no more are accepted.
    func allStarted() async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if !state.starting.isEmpty { state.whenStarted = continuation }
                return state.starting.isEmpty
            }
            if isReady { continuation.resume() }
        }
    }

    /// Serves a connection in a task of its own. Returns at once.
    ///
    /// Not through a sequence of accepted connections: what such a sequence still holds when the listener closes is
    /// dropped, and NIO ends the process when the writer of a connection is dropped without being finished.
    func serve(_ connection: @escaping @Sendable () async -> Void) {
        state.withLock { state in
            state.started += 1
            let id = state.started
            let task = Task {
                await connection()
                self.state.withLock { state in
                    state.tasks[id] = nil
                    state.resumeIfHandled()
                }
            }
            state.tasks[id] = task
            if state.isCancelled { task.cancel() }
        }
    }

    /// Waits until every connection has ended and its task has returned. Called once, after the listener has closed.
    func allServed() async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.whenHandled = continuation
                state.resumeIfHandled()
            }
        }
    }

    /// Cancels the tasks of all connections, and closes these: a task that waits for the end of a connection does not
    /// notice that it is cancelled.
    func cancel() {
        let (tasks, channels) = state.withLock { state in
            state.isCancelled = true
            return (Array(state.tasks.values), Array(state.channels.values))
        }
        for task in tasks { task.cancel() }
        for channel in channels { ConnectionEdgeHandler.closeNow(channel) }
    }

    func startShutdown() {
        shuttingDown.store(true, ordering: .relaxed)
        state.withLock { $0.earlier = Set($0.channels.keys) }
    }

    /// Waits until the connections that were open when the shutdown began have ended, for `timeout` at most; then
    /// closes those of them without a request in progress.
    func closeEarlierIdle(after timeout: Duration) async {
        await withTaskGroup { group in
            group.addTask { await self.earlierEnded() }
            group.addTask { try? await ContinuousClock().sleep(for: timeout) }
            await group.next()
            group.cancelAll()
            state.withLock { state in
                state.whenEarlierEnded?.resume()
                state.whenEarlierEnded = nil
            }
        }
        quiesce(state.withLock { state in state.earlier.compactMap { state.channels[$0] } })
    }

    private func earlierEnded() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if !state.earlier.isEmpty { state.whenEarlierEnded = continuation }
                return state.earlier.isEmpty
            }
            if isEmpty { continuation.resume() }
        }
    }

    private func quiesce(_ channels: [any Channel]) {
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    }

    /// Waits until all connections have ended, for `timeout` at most; then closes those without a request in progress.
    func closeIdle(after timeout: Duration) async {
        await withTaskGroup { group in
            group.addTask { await self.empty() }
            group.addTask { try? await ContinuousClock().sleep(for: timeout) }
            await group.next()
            // Leaving the group waits for the rest of it.
            group.cancelAll()
            stopWaiting()
        }
        quiesce(state.withLock { Array($0.channels.values) })
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
