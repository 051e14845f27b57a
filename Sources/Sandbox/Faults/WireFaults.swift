import Hummingbird
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Response {
    /// Promises the whole body, sends half of it and closes the connection.
    init(truncating answer: WorldResponse, on channel: any Channel) {
        let half = ByteBuffer(bytes: answer.body.prefix(answer.body.count / 2))
        self.init(
            status: answer.status, headers: answer.headers,
            body: ResponseBody(contentLength: answer.body.count) { writer in
                try await writer.write(half)
                try await channel.close()
                throw CancellationError()
            })
    }
}

extension Request {
    /// Waits until the client closes the connection, or the server stops.
    func untilGivenUp() async throws {
        try await body.consumeWithCancellationOnInboundClose { _ in
            // Nothing is ever sent to this stream, so only the task's cancellation ends it.
            let (never, source) = AsyncStream<Never>.makeStream()
            for await _ in never {}
            source.finish()
        }
    }
}

extension Channel {
    /// Closes the connection with RST instead of FIN: with nothing left to send and no time to linger, TCP resets it.
    func reset() async throws {
        if let options = self as? any SocketOptionProvider {
            try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await close()
    }
}
