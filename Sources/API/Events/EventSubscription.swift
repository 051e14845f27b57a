import Synchronization

/// What a request for a stream of events asks for.
struct EventSubscription: Sendable {
    let audience: EventAudience
    /// The `Last-Event-ID`, where it is one of ours.
    let lastID: EventID?
    /// Whether there is a `Last-Event-ID` that is none of ours.
    let hasUnknownID: Bool
}

/// Where the route leaves a subscription for ``EventRequestHandler``, which then carries the stream.
final class EventTakeover: Sendable {
    @TaskLocal static var current: EventTakeover?
    private let value = Mutex<EventSubscription?>(nil)

    var subscription: EventSubscription? { value.withLock { $0 } }
    func take(_ subscription: EventSubscription) { value.withLock { $0 = subscription } }
}
