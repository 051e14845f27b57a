import NIOCore
import NIOPosix
import Support
import Synchronization

/// A connection that sends bytes as they are.
final class RawClient: Sendable {
    let channel: any Channel
    private let received: Received

    private final class Received: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let text = Mutex("")
        let isEnded = Atomic(false)

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let part = String(buffer: unwrapInboundIn(data))
            text.withLock { $0 += part }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if event as? ChannelEvent == .inputClosed { isEnded.store(true, ordering: .relaxed) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            isEnded.store(true, ordering: .relaxed)
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { isEnded.store(true, ordering: .relaxed) }
    }

    /// - Parameters:
    ///   - reads: `false` for a client that does not read responses.
    ///   - buffer: the bytes that the system keeps for it, where they are to be few.
    init(port: Int, reads: Bool = true, buffer: Int32? = nil) async throws {
        let received = Received()
        self.received = received
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: reads)
            .channelInitializer { $0.pipeline.addHandler(received) }
        if let buffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: SocketOptionValue(buffer))
        }
        channel = try await bootstrap.connect(host: "127.0.0.1", port: port).get()
    }

    func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }

    /// Reads, where the client does not by itself, until `condition` holds.
    func read(until condition: @Sendable () -> Bool) async throws {
        let deadline = ContinuousClock.now + hangLimit
        while !condition() {
            guard ContinuousClock.now < deadline else { throw TimedOut() }
            channel.read()
            try await channel.eventLoop.submit {}.get()
        }
    }

    var text: String { received.text.withLock { $0 } }
    /// Whether the server has closed its half.
    var isEnded: Bool { received.isEnded.load(ordering: .relaxed) }

    /// Everything until the server closes its half.
    func end() async throws -> String {
        try await until { self.isEnded }
        try? await channel.close()
        return text
    }

    /// Sends one request that asks for no further one, and returns the response.
    static func exchange(_ request: String, port: Int) async throws -> String {
        let client = try await RawClient(port: port)
        try await client.send(request)
        return try await client.end()
    }
}

struct TimedOut: Error {}

/// Waits for a condition.
func until(_ condition: @Sendable () -> Bool) async throws {
    let deadline = ContinuousClock.now + hangLimit
    while !condition() {
        guard ContinuousClock.now < deadline else { throw TimedOut() }
        try await ContinuousClock().sleep(for: .milliseconds(5))
    }
}
