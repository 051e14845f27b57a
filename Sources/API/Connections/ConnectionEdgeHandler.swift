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

    /// Fired before a close that does not wait for what is still to be sent.
    struct EndOfPatience {}

    private let progress: ConnectionProgress
    /// Whether the server ends, and who closes the connection waits for its last byte.
    private var isPatient = false
    /// Whether the connection closes after its last byte: what still comes gets no response.
    private var isLeaving = false

    init(_ progress: ConnectionProgress) { self.progress = progress }

    /// Closes a connection without waiting for what is still to be sent.
    static func closeNow(_ channel: any Channel) {
        channel.pipeline.fireUserInboundEventTriggered(EndOfPatience())
        channel.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !progress.isClosing, !isLeaving else { return }
        progress.bytesArrived()
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is EndOfPatience: isPatient = false
        case is ChannelShouldQuiesceEvent:
            isPatient = true
            context.fireUserInboundEventTriggered(event)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .output || mode == .all && isPatient else { return context.close(mode: mode, promise: promise) }
        if mode == .all { isLeaving = true }
        let waiting = (try? context.channel.syncOptions?.getOption(ChannelOptions.bufferedWritableBytes)) ?? 0
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
