import Outbound
import Synchronization

/// The requests that reached a double, in order.
final class RequestLog: Sendable {
    private let requests = Mutex<[OutboundRequest]>([])

    func add(_ request: OutboundRequest) { requests.withLock { $0.append(request) } }
    var all: [OutboundRequest] { requests.withLock { $0 } }
}
