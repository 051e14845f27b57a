import NIOCore

/// What is next to the socket of a connection: notes that bytes came, and closes after the last byte.
///
/// The sending half is closed once everything that was written has been sent. NIO itself closes the whole connection at
/// once where the client has closed its half, and drops what still waits to be sent. So it is with the whole connection
/// when the server ends: who still reads gets the rest of the response.
final class ConnectionEdgeHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let progress: ConnectionProgress
    /// Whether the next to close the connection does so because the server ends. Who closes it once more is at the end
    /// of its patience.
    private var isQuiescing = false

    init(_ progress: ConnectionProgress) { self.progress = progress }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !progress.isClosing else { return }
        progress.bytesArrived()
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { isQuiescing = true }
        context.fireUserInboundEventTriggered(event)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        let waiting = (try? context.channel.syncOptions?.getOption(ChannelOptions.bufferedWritableBytes)) ?? 0
        guard mode == .output || mode == .all && isQuiescing else { return context.close(mode: mode, promise: promise) }
        isQuiescing = false
        guard waiting > 0 else {
            progress.lastBytesSent()
            return context.close(mode: mode, promise: promise)
        }
        progress.lastBytesWait()
        // Sent, or failed, after all that was written before.
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { _ in
            self.progress.lastBytesSent()
            context.close(mode: mode, promise: promise)
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: sent)
    }
}
