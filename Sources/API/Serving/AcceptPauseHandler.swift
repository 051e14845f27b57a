import Domain
import Logging
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Stops accepting for a moment when no descriptor is left (accept(2): `EMFILE`, `ENFILE`, `ENOBUFS`, `ENOMEM`) or only
/// those that are kept for others, and has idle connections closed.
///
/// NIO's own backoff delays the next read, but stays registered for readability, which epoll then reports without end.
final class AcceptPauseHandler: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = any Channel

    private let register: ConnectionRegister
    private let isShuttingDown: @Sendable () -> Bool
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private var isPaused = false
    private var lastLog: NIODeadline?

    private static let pause: TimeAmount = .milliseconds(250)
    private static let logInterval: TimeAmount = .minutes(1)

    init(
        _ register: ConnectionRegister, isShuttingDown: @escaping @Sendable () -> Bool, logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.register = register
        self.isShuttingDown = isShuttingDown
        self.logger = logger
        self.now = now
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let failure = error as? IOError, [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(failure.errnoCode) else {
            return context.fireErrorCaught(error)
        }
        if failure.errnoCode == EMFILE || failure.errnoCode == ENFILE { register.descriptorsExhausted(at: now()) }
        log("\(failure)")
        pause(context)
    }

    /// Looks at each connection as it is accepted: the register, on the event loop of the connection, may be late. NIO
    /// accepts up to three more that waited with it; what is kept for others is more.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if register.isShortOfDescriptors() {
            // The register closes an idle one for it, or this one.
            register.noteExhaustion(at: now())
            log("the file descriptors that are left are kept for the database and health checks")
            pause(context)
        }
        context.fireChannelRead(data)
    }

    private func pause(_ context: ChannelHandlerContext) {
        guard !isPaused else { return }
        isPaused = true
        // Unregisters for readability.
        try? context.channel.syncOptions?.setOption(.autoRead, value: false)
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) {
            // The server stops accepting for good; connections that wait are for the next process, where there is one.
            guard !self.isShuttingDown() else { return }
            self.isPaused = false
            try? context.channel.syncOptions?.setOption(.autoRead, value: true)
        }
    }

    func read(context: ChannelHandlerContext) {
        if !isPaused { context.read() }
    }

    private func log(_ reason: String) {
        let moment = NIODeadline.now()
        if let lastLog, moment - lastLog < Self.logInterval { return }
        lastLog = moment
        logger.error(
            "no more connections can be accepted for now: \(reason); raise LimitNOFILE= of the unit or lower MAX_CONNECTIONS"
        )
    }
}
