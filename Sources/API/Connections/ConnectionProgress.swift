import NIOCore
import NIOHTTP1

/// Follows one connection from request to request, on its event loop, for the handlers of its pipeline.
final class ConnectionProgress {
    let connection: OpenConnection
    /// When the bytes that are being handled arrived: read once for all requests among them.
    private(set) var arrival = NIODeadline.now()
    /// Complete requests without a complete response; -1 while a request is incomplete that has its response already.
    private(set) var pendingResponses = 0
    private var isReading = false
    /// How many heads and ends of requests the decoder has read.
    private(set) var (heads, ends): (UInt, UInt) = (0, 0)
    /// Whether a request wants to leave HTTP: the decoder then stops.
    private(set) var hasUpgrade = false
    private(set) var isClosing = false

    init(_ connection: OpenConnection) { self.connection = connection }

    func bytesArrived() {
        arrival = .now()
        // Further bytes of a header do not extend its time.
        if connection.phase == .idle { enter(.head, at: arrival) }
    }

    /// Behind requests that have their responses, the same bytes hold the beginning of another one.
    func restArrived() {
        if connection.phase == .idle { enter(.head, at: arrival) }
    }

    /// For each part that the decoder reads, whatever becomes of it.
    func decoded(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head):
            heads &+= 1
            if head.method == .CONNECT || head.headers.contains(name: "Upgrade") { hasUpgrade = true }
        case .body: break
        case .end: ends &+= 1
        }
    }

    func headRead() {
        isReading = true
        if pendingResponses == 0 { enter(.body, at: arrival) }
    }

    func requestEnded() {
        isReading = false
        pendingResponses += 1
        enter(pendingResponses > 0 ? .response : .idle, at: arrival)
    }

    /// The response to the request in progress is a stream of events.
    func streamStarted() { enter(.stream, at: .now()) }

    /// A complete request, the only one in progress, has its response within the event that brought it.
    func repeatedRequestAnswered() { enter(.idle, at: arrival) }

    /// A refused request has ended, which has its response.
    func refusedRequestEnded() {
        isReading = false
        if pendingResponses == 0 { enter(.idle, at: arrival) }
    }

    /// - Parameter now: `nil` for a response within the event that completed the request.
    func responseWritten(at now: NIODeadline? = nil) {
        pendingResponses -= 1
        enter(pendingResponses > 0 ? .response : isReading ? .body : .idle, at: now ?? arrival)
    }

    /// After the last response. Until the client closes, everything that it sends is ignored.
    func startClosing() {
        enter(.leaving, at: .now())
        isClosing = true
    }

    /// The sending half is to be closed, and bytes still wait to be sent.
    func lastBytesWait() { connection.enter(.leaving, at: .now()) }

    /// The sending half is closed. The client has to close its half from now on.
    func lastBytesSent() { connection.enter(.closing, at: .now()) }

    private func enter(_ phase: OpenConnection.Phase, at now: NIODeadline) {
        if !isClosing { connection.enter(phase, at: now) }
    }
}
