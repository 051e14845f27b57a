import CSocketWriting
import NIOCore

/// Writes responses to the socket of a connection at once, where NIO would keep them until they are flushed, and tell
/// every handler that a large one fills its buffer and that it does no longer.
///
/// Only while NIO holds nothing that has to be sent before. What the socket does not take is returned, and NIO's.
struct DirectWriter {
    /// -1 where the channel has none, as in tests.
    private let socket: Int32
    /// Whether NIO may hold something.
    var mayBePending = true

    init(_ channel: any Channel) {
        socket =
            (try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { $0 })
            ?? -1
    }

    /// Whether a response may be written now. On the event loop; the socket is open as long as the channel is active.
    mutating func isReady(_ channel: any Channel) -> Bool {
        guard socket >= 0, channel.isActive else { return false }
        if mayBePending {
            guard (try? channel.syncOptions?.getOption(ChannelOptions.bufferedWritableBytes)) == 0 else { return false }
            mayBePending = false
        }
        return true
    }

    /// Writes a response. What is left of the two buffers was not written.
    func write(_ head: inout ByteBuffer, _ body: inout ByteBuffer?, _ file: BodyFile?) {
        let size = body?.readableBytes ?? 0
        var written = head.withUnsafeReadableBytes { head in
            if let file { return write_response_file(socket, head.baseAddress, head.count, file.descriptor, size) }
            guard let body else { return write_response(socket, head.baseAddress, head.count, nil, 0) }
            return body.withUnsafeReadableBytes { body in
                write_response(socket, head.baseAddress, head.count, body.baseAddress, body.count)
            }
        }
        // An error, as of a connection that its client has closed, is NIO's to handle: it writes again.
        guard written > 0 else { return }
        let ofHead = min(written, head.readableBytes)
        head.moveReaderIndex(forwardBy: ofHead)
        written -= ofHead
        body?.moveReaderIndex(forwardBy: written)
    }
}
