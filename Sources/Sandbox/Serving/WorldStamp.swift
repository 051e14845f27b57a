import Domain
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Sets the `Date` of every response to the simulated time, in place of that of the server library, and marks the
/// response as simulated.
final class WorldStamp: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let now: @Sendable () -> Timestamp

    init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        head.headerFields[.date] = now().httpDate
        if let name = HTTPField.Name("Bitcoin-Analyzer-Simulated") { head.headerFields[name] = "true" }
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }
}
