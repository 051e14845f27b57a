import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SandboxSupport

/// Runs an HTTPS server on a port of the system's choice, which responds with `{}`, while `body` runs.
func withTLSServer<T: Sendable>(
    _ files: TestCertificates.Server, _ body: (_ port: Int) async throws -> T
) async throws -> T {
    let context = try NIOSSLContext(configuration: .serving(files))
    return try await withServer { channel in
        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
        try channel.pipeline.syncOperations.configureHTTPServerPipeline()
        try channel.pipeline.syncOperations.addHandler(EmptyObjectResponder())
    } run: {
        try await body($0)
    }
}

/// Runs a server on a port of the system's choice while `body` runs.
/// - Parameter prepare: adds the handlers of a connection.
func withServer<T: Sendable>(
    _ prepare: @escaping @Sendable (any Channel) throws -> Void, run body: (_ port: Int) async throws -> T
) async throws -> T {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).childChannelInitializer {
        channel in channel.eventLoop.makeCompletedFuture { try prepare(channel) }
    }.bind(host: "127.0.0.1", port: 0).get()
    do {
        let result = try await body(server.localAddress?.port ?? 0)
        try await server.close()
        return result
    } catch {
        try await server.close()
        throw error
    }
}

extension TLSConfiguration {
    static func serving(_ files: TestCertificates.Server) throws -> TLSConfiguration {
        .makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem)))
    }
}

private final class EmptyObjectResponder: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Content-Length": "2"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "{}")))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
