import NIOCore

/// Closes the sending half of a connection once everything that was written has been sent. NIO itself closes the whole
/// connection at once where the client has closed its half, and drops what still waits to be sent.
final class LastBytesHandler: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let progress: ConnectionProgress

    init(_ progress: ConnectionProgress) { self.progress = progress }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        let waiting = (try? context.channel.syncOptions?.getOption(ChannelOptions.bufferedWritableBytes)) ?? 0
        guard mode == .output else { return context.close(mode: mode, promise: promise) }
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
