import NIOCore
import NIOHTTP1

/// One open stream of events: writes what its event loop gives it, and notices the end of its client.
final class EventStreamHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    let audience: EventAudience
    /// The number of the newest event that its client has or needs not have.
    let number: UInt64
    private let onEnd: () -> Void
    private var context: ChannelHandlerContext?

    /// - Parameter onEnd: called once, when the connection has ended or the stream has to.
    init(_ audience: EventAudience, after number: UInt64, onEnd: @escaping () -> Void) {
        self.audience = audience
        self.number = number
        self.onEnd = onEnd
    }

    var isWritable: Bool { context?.channel.isWritable ?? false }

    /// Sends bytes as a part of the response. Streams share their storage.
    func send(_ bytes: ByteBuffer) {
        context?.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
    }

    func close() { context?.close(promise: nil) }

    func end() {
        guard context != nil else { return }
        context = nil
        onEnd()
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // A client that has closed its half reads no longer: browsers and proxies close both.
        if event as? ChannelEvent == .inputClosed { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }
}
