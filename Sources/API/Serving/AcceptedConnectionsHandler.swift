import NIOCore

/// Adds each accepted connection to the open ones, on the listener's event loop: before the listener can close.
final class AcceptedConnectionsHandler: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private let connections: OpenConnections

    init(_ connections: OpenConnections) { self.connections = connections }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connections.add(unwrapInboundIn(data))
        context.fireChannelRead(data)
    }
}
