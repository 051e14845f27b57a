import NIOCore

/// Adds each accepted connection to the open ones, on the listener's event loop: before the listener can close.
///
/// Stands before NIO's handler that starts connections; ``StartedConnectionsHandler`` stands behind it.
final class AcceptedConnectionsHandler: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private let connections: OpenConnections

    init(_ connections: OpenConnections) { self.connections = connections }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connections.add(unwrapInboundIn(data))
        context.fireChannelRead(data)
    }
}

/// Notes the connections that NIO has started. It closes those that are not started yet when the listener closes.
final class StartedConnectionsHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = any Channel

    private let connections: OpenConnections

    init(_ connections: OpenConnections) { self.connections = connections }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connections.started(unwrapInboundIn(data))
        context.fireChannelRead(data)
    }
}
