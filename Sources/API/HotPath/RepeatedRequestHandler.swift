import Domain
import NIOCore
import NIOHTTP1

/// Responds to requests whose bytes are those of a request that the hot path has answered, before they are decoded.
///
/// It interprets nothing: given to a decoder that has nothing left from before, the same bytes are the same request. So
/// only a read that was exactly one complete request, and that ``HotPathHandler`` answered, is remembered. All others
/// go to the decoder, as does a repetition whose response is not current, or that has to wait its turn.
final class RepeatedRequestHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let table: RepeatedRequestTable
    private let responses: ResponseCache
    private let hotPath: HotPathHandler
    private let gate: RequestGate
    private let progress: ConnectionProgress
    private let head: PreparedResponseHead
    private var writer: DirectWriter
    private let now: @Sendable () -> Timestamp

    /// Whether what was given to the decoder were complete requests and nothing more.
    private var isDecoderIdle = true
    /// What was done with the bytes of this read.
    private var (hasAnswered, hasWritten, hasForwarded) = (false, false, false)

    init(
        _ table: RepeatedRequestTable, responses: ResponseCache, hotPath: HotPathHandler, gate: RequestGate,
        progress: ConnectionProgress, head: PreparedResponseHead, writer: DirectWriter,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.table = table
        self.responses = responses
        self.hotPath = hotPath
        self.gate = gate
        self.progress = progress
        self.head = head
        self.writer = writer
        self.now = now
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        while isDecoderIdle, bytes.readableBytes > 0, let size = respond(to: bytes, context) {
            bytes.moveReaderIndex(forwardBy: size)
        }
        if bytes.readableBytes > 0 { forward(bytes, context) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if hasWritten { context.flush() }
        if hasForwarded || !hasAnswered {
            context.fireChannelReadComplete()
        } else {
            // What comes next is wanted: otherwise NIO asks every handler for it, also those that these requests never
            // reached.
            context.read()
        }
        (hasAnswered, hasWritten, hasForwarded) = (false, false, false)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        writer.mayBePending = true
        context.write(data, promise: promise)
    }

    /// - Returns: the size of the request; `nil` when it is for the decoder.
    private func respond(to bytes: ByteBuffer, _ context: ChannelHandlerContext) -> Int? {
        // A client that does not read its responses is held back by the router.
        guard hotPath.isIdle, progress.pendingResponses == 0, context.channel.isWritable,
            let index = bytes.withUnsafeReadableBytes({ table.index(ofPrefix: $0) })
        else { return nil }
        let entry = table.entries[index]
        let moment = now()
        guard responses.isCurrent(entry.response, at: moment) else {
            table.forget(at: index)
            return nil
        }
        guard gate.admits(entry.head) else { return nil }
        write(
            table.response(of: entry, now: moment), entry, isLast: bytes.readableBytes == entry.request.count, context)
        hasAnswered = true
        progress.repeatedRequestAnswered()
        entry.response.uses.add()
        entry.response.counter?.count(entry.isKnown ? 304 : 200, after: Duration(.now() - progress.arrival))
        table.processor.responseSent()
        return entry.request.count
    }

    /// - Parameter isLast: whether nothing follows in this read; several responses are written together.
    private func write(
        _ response: ByteBuffer, _ entry: RepeatedRequestTable.Entry, isLast: Bool, _ context: ChannelHandlerContext
    ) {
        var (response, body) = (response, entry.body)
        if isLast, !hasWritten, writer.isReady(context.channel) {
            entry.makeFile(table.files, on: context.eventLoop)
            writer.write(&response, &body, entry.file)
            guard response.readableBytes > 0 || body.map({ $0.readableBytes > 0 }) ?? false else { return }
        }
        (hasWritten, writer.mayBePending) = (true, true)
        if response.readableBytes > 0 { context.write(wrapOutboundOut(response), promise: nil) }
        if let body { context.write(wrapOutboundOut(body), promise: nil) }
    }

    private func forward(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        if hasAnswered { progress.restArrived() }
        hasForwarded = true
        let wasIdle = isDecoderIdle
        let heads = progress.heads
        context.fireChannelRead(wrapInboundOut(bytes))
        let answered = hotPath.takeAnswered()
        // The read gave one head, and no request is without its end: what follows a complete request on the same read
        // is another head, so nothing is left.
        isDecoderIdle =
            progress.heads &- heads == 1 && progress.heads == progress.ends && bytes.endsWithEmptyLine
            && !progress.hasUpgrade && !progress.isClosing
        guard wasIdle, isDecoderIdle, let answered else { return }
        remember(bytes, answered, context)
    }

    private func remember(_ bytes: ByteBuffer, _ answered: HotPathHandler.Answered, _ context: ChannelHandlerContext) {
        guard bytes.readableBytes <= RepeatedRequestTable.maxRequestSize,
            // A trace that is given is kept.
            !answered.request.headers.contains(name: "traceparent")
        else { return }
        let (response, isKnown) = (answered.response, answered.isKnown)
        let isCopied = isKnown || response.body.readableBytes <= RepeatedRequestTable.maxCopiedBody
        var buffer = context.channel.allocator.buffer(
            capacity: 512 + (isCopied && !isKnown ? response.body.readableBytes : 0))
        var head = head
        head.write(response, isKnown: isKnown, traceparent: nil, into: &buffer)
        if isCopied, !isKnown { buffer.writeImmutableBuffer(response.body) }
        let places = PreparedResponseHead.places(response, isKnown: isKnown)
        table.remember(
            RepeatedRequestTable.Entry(
                request: Array(bytes.readableBytesView), head: answered.request, response: response, isKnown: isKnown,
                bytes: buffer, traceIndex: places.trace, dateIndex: places.date,
                body: isCopied ? nil : response.body))
    }
}

extension ByteBuffer {
    /// CR LF CR LF, the end of a head.
    fileprivate var endsWithEmptyLine: Bool {
        readableBytes >= 4 && getInteger(at: writerIndex - 4, as: UInt32.self) == 0x0D0A_0D0A
    }
}
