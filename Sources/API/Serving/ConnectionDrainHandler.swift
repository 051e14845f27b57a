import NIOCore
import NIOHTTP1

/// During shutdown, adds `Connection: close` to the next response of each connection, so that the client sends no
/// further request on it (RFC 9112, 9.6).
final class ConnectionDrainHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let connections: OpenConnections

    init(_ connections: OpenConnections) { self.connections = connections }

    /// Passes the request on as if the client had sent `Connection: close`, which the handlers behind honour.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard connections.isShuttingDown, case .head(var request) = unwrapInboundIn(data) else {
            return context.fireChannelRead(data)
        }
        request.headers.replaceOrAdd(name: "Connection", value: "close")
        context.fireChannelRead(wrapInboundOut(.head(request)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard connections.isShuttingDown, case .head(var response) = unwrapOutboundIn(data), response.status.code >= 200
        else {
            return context.write(data, promise: promise)
        }
        response.headers.replaceOrAdd(name: "Connection", value: "close")
        context.write(wrapOutboundOut(.head(response)), promise: promise)
    }
}
