import NIOCore
import NIOHTTP1

/// Once the server is ending, makes the next answer on each connection its last, and says so: a client that is told does not send another
/// request into a connection that is about to close (RFC 9112, 9.6).
final class ConnectionDrainHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let connections: OpenConnections

    init(_ connections: OpenConnections) { self.connections = connections }

    /// The request is passed on as if the client had asked for the connection's end, which everybody behind honours already.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard connections.isEnding, case .head(var request) = unwrapInboundIn(data) else {
            return context.fireChannelRead(data)
        }
        request.headers.replaceOrAdd(name: "Connection", value: "close")
        context.fireChannelRead(wrapInboundOut(.head(request)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard connections.isEnding, case .head(var response) = unwrapOutboundIn(data), response.status.code >= 200
        else {
            return context.write(data, promise: promise)
        }
        response.headers.replaceOrAdd(name: "Connection", value: "close")
        context.write(wrapOutboundOut(.head(response)), promise: promise)
    }
}
