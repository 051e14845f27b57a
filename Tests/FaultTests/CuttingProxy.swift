import NIOCore
import NIOPosix
import Synchronization

/// Stands between libpq and a server, and cuts every connection at the n-th message of one side: what one side wrote at
/// once counts as one.
final class CuttingProxy: Sendable {
    private struct State {
        var direction: PostgresFaultTests.Direction?
        var left = 0
        var seen = 0
    }

    private let state: Mutex<State>
    private let listener: any Channel
    let port: Int

    private struct NoPort: Error {}

    /// - Parameter server: a port on loopback.
    init(to server: Int) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let proxy = Weak()
        listener = try await ServerBootstrap(group: group)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { client in
                ClientBootstrap(group: client.eventLoop).channelOption(.autoRead, value: false)
                    .connect(host: "127.0.0.1", port: server)
                    .flatMapThrowing { upstream in
                        let pass: @Sendable (PostgresFaultTests.Direction) -> Bool = {
                            proxy.value?.passes($0) ?? false
                        }
                        try client.pipeline.syncOperations.addHandler(
                            ForwardingHandler(to: upstream) { pass(.toServer) })
                        try upstream.pipeline.syncOperations.addHandler(
                            ForwardingHandler(to: client) { pass(.toClient) })
                        _ = client.setOption(.autoRead, value: true)
                        _ = upstream.setOption(.autoRead, value: true)
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        guard let port = listener.localAddress?.port else { throw NoPort() }
        self.port = port
        state = Mutex(State())
        proxy.set(self)
    }

    func close() async throws { try await listener.close() }

    /// - Parameter number: the message that does not arrive, counted from 1, nor any after it.
    func arm(_ direction: PostgresFaultTests.Direction, at number: Int) {
        state.withLock { $0 = State(direction: direction, left: number) }
    }

    /// Lets everything pass again.
    /// - Returns: how many messages there were.
    func disarm() -> Int {
        state.withLock { state in
            defer { state = State() }
            return state.seen
        }
    }

    private func passes(_ direction: PostgresFaultTests.Direction) -> Bool {
        state.withLock { state in
            guard state.direction == direction else { return true }
            state.seen += 1
            return state.seen < state.left
        }
    }

    /// Breaks the circle of the listener and what it calls.
    private final class Weak: Sendable {
        private struct Reference { weak var proxy: CuttingProxy? }
        private let reference = Mutex(Reference())
        var value: CuttingProxy? { reference.withLock { $0.proxy } }
        func set(_ proxy: CuttingProxy) { reference.withLock { $0.proxy = proxy } }
    }
}

/// Passes bytes on to the other connection of a pair, and closes both where one ends.
private final class ForwardingHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let other: any Channel
    private let passes: () -> Bool

    init(to other: any Channel, passes: @escaping () -> Bool) {
        self.other = other
        self.passes = passes
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard passes() else {
            context.close(promise: nil)
            return other.close(promise: nil)
        }
        other.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
