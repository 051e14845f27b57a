import Domain
import NIOCore
import NIOPosix
import NIOSSL

/// Hands e-mails over to a mail server, one for each connection.
package struct SMTPClient: Sendable {
    private let trustRoots: NIOSSLTrustRoots
    private let connectTimeout: Duration

    /// - Parameter issuers: a PEM file of trusted certificates, in place of those of the machine.
    package init(issuers: String? = nil, connectTimeout: Duration = .seconds(5)) {
        trustRoots = issuers.map { .file($0) } ?? .default
        self.connectTimeout = connectTimeout
    }

    /// Returns once the server has taken the message.
    /// - Parameter timeout: for all of it. A server may check the message before it says that it has it: a client should
    ///   wait ten minutes (RFC 5321, 4.5.3.2.6), which is longer than a notice is anybody's.
    /// - Throws: ``SMTPFailure``
    package func send(_ message: MailMessage, by server: SMTPServer, timeout: Duration = .seconds(60))
        async throws(SMTPFailure)
    {
        let isTaken = try await withDeadline(timeout) { () async throws(SMTPFailure) in
            try await attempt(message, by: server)
            return true
        }
        if isTaken == nil { throw .timeout(host: server.host, limit: timeout) }
    }

    private func attempt(_ message: MailMessage, by server: SMTPServer) async throws(SMTPFailure) {
        let context: NIOSSLContext
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = trustRoots
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw .tls(host: server.host)
        }
        let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(.nanoseconds(connectTimeout.wholeMilliseconds * 1_000_000))
        let (channel, taken): (any Channel, EventLoopFuture<Void>)
        do {
            (channel, taken) = try await bootstrap.connect(host: server.host, port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if server.security == .implicit {
                        try channel.pipeline.syncOperations.addHandler(Self.tls(context, server.host))
                    }
                    let promise = channel.eventLoop.makePromise(of: Void.self)
                    try channel.pipeline.syncOperations.addHandler(
                        SMTPHandler(message, server, context, promise))
                    return (channel, promise.futureResult)
                }
            }
        } catch {
            throw .notConnected(host: server.host)
        }
        do {
            try await withTaskCancellationHandler {
                try await taken.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch let failure as SMTPFailure {
            throw failure
        } catch {
            throw .disconnected(host: server.host)
        }
    }

    /// Checks the certificate against the name, or against the address where the host is one.
    static func tls(_ context: NIOSSLContext, _ host: String) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: host, port: 1)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }
}

/// Carries out what an ``SMTPSession`` says, on the event loop of its connection.
private final class SMTPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let message: MailMessage
    private let server: SMTPServer
    private let context: NIOSSLContext
    private let promise: EventLoopPromise<Void>
    private var parser = SMTPReplyParser()
    private var session: SMTPSession?
    private var isOver = false

    init(
        _ message: MailMessage, _ server: SMTPServer, _ context: NIOSSLContext, _ promise: EventLoopPromise<Void>
    ) {
        (self.message, self.server, self.context, self.promise) = (message, server, context, promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        parser.append(unwrapInboundIn(data).readableBytesView)
        do throws(SMTPFailure) {
            while !isOver, let reply = try parser.next() { try receive(reply, context) }
        } catch {
            end(.failure(error), context)
        }
    }

    private func receive(_ reply: SMTPReply, _ context: ChannelHandlerContext) throws(SMTPFailure) {
        var session =
            self.session ?? SMTPSession(message, by: server, as: Self.name(context.channel.localAddress))
        let action = try session.next(reply)
        switch action {
        case .send(let bytes):
            write(bytes, context)
        case .startTLS:
            guard !parser.hasRest else { throw .injected }
            do {
                try context.pipeline.syncOperations.addHandler(
                    SMTPClient.tls(self.context, server.host), position: .first)
            } catch {
                throw .tls(host: server.host)
            }
            if case .send(let bytes) = session.begun() { write(bytes, context) }
        case .finish(let bytes):
            write(bytes, context)
            end(.success(()), context)
        }
        self.session = session
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let isTLS = error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError
        end(.failure(isTLS ? .tls(host: server.host) : .disconnected(host: server.host)), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(.failure(.disconnected(host: server.host)), context)
    }

    /// Also of an attempt that never became a connection, as of a name with several addresses.
    func handlerRemoved(context: ChannelHandlerContext) {
        guard !isOver else { return }
        isOver = true
        promise.fail(SMTPFailure.disconnected(host: server.host))
    }

    private func end(_ result: Result<Void, SMTPFailure>, _ context: ChannelHandlerContext) {
        guard !isOver else { return }
        isOver = true
        promise.completeWith(result.mapError { $0 as any Error })
        context.close(promise: nil)
    }

    /// An address literal (RFC 5321, 4.1.3).
    private static func name(_ address: SocketAddress?) -> String {
        guard let address, let text = address.ipAddress else { return "localhost" }
        if case .v6 = address { return "[IPv6:\(text.prefix { $0 != "%" })]" }
        return "[\(text)]"
    }
}
