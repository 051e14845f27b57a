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
    /// Announces the complete body, sends half of it and closes the connection.
    init(truncating response: WorldResponse, on channel: any Channel) {
        let half = ByteBuffer(bytes: response.body.prefix(response.body.count / 2))
        self.init(
            status: response.status, headers: response.headers,
            body: ResponseBody(contentLength: response.body.count) { writer in
                try await writer.write(half)
                try await channel.close()
                throw CancellationError()
            })
    }
}

extension Request {
    /// Waits until the client closes the connection, or the server stops.
    func waitForDisconnect() async throws {
        try await body.consumeWithCancellationOnInboundClose { _ in
            // Nothing is sent to this stream, so only the cancellation of the task ends it.
            let (never, source) = AsyncStream<Never>.makeStream()
            for await _ in never {}
            source.finish()
        }
    }
}

extension Channel {
    /// Closes the connection with RST instead of FIN, by a linger time of zero.
    func reset() async throws {
        if let options = self as? any SocketOptionProvider {
            try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await close()
    }
}
