import API
import Domain
import Hummingbird
import Logging
import NIOCore
import Operations
import ServiceLifecycle

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One HTTP listener as a service: says where it listens, and who is there already when it cannot.
struct Listening: Service {
    let name: String
    let responder: RouterResponder<AnalyzerContext>
    let listener: Settings.Listener
    let answers: AnswerCache?
    let simulated: Bool
    let logger: Logger
    let onListening: @Sendable (String) async -> Void

    /// - Parameters:
    ///   - answers: prepared answers, sent before the router is asked.
    ///   - onListening: given the address, such as `http://127.0.0.1:8000`, once it answers.
    init(
        _ name: String, router: Router<AnalyzerContext>, at listener: Settings.Listener, answers: AnswerCache? = nil, simulated: Bool = false,
        logger: Logger,
        onListening: @escaping @Sendable (String) async -> Void = { _ in }
    ) {
        self.name = name
        responder = router.buildResponder()
        self.listener = listener
        self.answers = answers
        self.simulated = simulated
        self.logger = logger
        self.onListening = onListening
    }

    func run() async throws {
        var quiet = logger
        // The framework announces its own start and stop at info; ours says the same once, with the address.
        quiet.logLevel = max(logger.logLevel, .warning)
        let application = Application(
            responder: responder,
            server: .http1(configuration: .init(additionalChannelHandlers: hotPath())),
            configuration: .init(address: .hostname(listener.host, port: listener.port), serverName: "bitcoin-analyzer"),
            onServerRunning: { channel in
                guard let port = channel.localAddress?.port else { return }
                let address = "http://\(listener.host.contains(":") ? "[\(listener.host)]" : listener.host):\(port)"
                logger.notice("\(name) listens on \(address)", metadata: ["service": "\(name)", "address": "\(address)"])
                await onListening(address)
            },
            logger: quiet)
        do {
            try await application.run()
        } catch let error as IOError {
            throw failure(error)
        } catch let error as SocketAddressError.UnknownHost {
            throw CommandFailure(.configuration, "\(name) cannot listen on \(listener.host): there is no such host (\(error))",
                hint: "set \(hostKey) to 127.0.0.1, or to an address of ip addr")
        }
    }

    private var hostKey: String { (listener.key == .apiPort ? SettingKey.apiHost : .webHost).rawValue }

    private func hotPath() -> [any RemovableChannelHandler] {
        answers.map { [HotPath(answers: $0, simulated: simulated, now: WorldTime.real.now)] } ?? []
    }

    private func failure(_ error: IOError) -> CommandFailure {
        let place = "\(listener.host):\(listener.port)"
        switch error.errnoCode {
        case EADDRINUSE:
            let holder = PortHolder.of(port: listener.port)
            var failure = CommandFailure(.configuration,
                "\(name) cannot listen on \(place): the port is in use by \(holder?.description ?? "a process that this user may not see")",
                hint: holder.map { "end it (kill \($0.process)) if it is a forgotten one, or set \(listener.key.rawValue) to another port (0 picks a free one)" }
                    ?? "see who it is with: sudo ss -ltnp 'sport = :\(listener.port)'; or set \(listener.key.rawValue) to another port (0 picks a free one)")
            failure.cause = .portInUse
            return failure
        case EACCES:
            return CommandFailure(.permission, "\(name) may not listen on \(place)", hint: "ports below 1024 are root's: set \(listener.key.rawValue) to a higher one")
        case EADDRNOTAVAIL:
            return CommandFailure(.configuration, "\(name) cannot listen on \(place): this host does not have that address",
                hint: "set \(hostKey) to 127.0.0.1, or to an address of ip addr")
        default:
            return CommandFailure(.io, "\(name) cannot listen on \(place): \(error)", hint: "check \(listener.key.rawValue)")
        }
    }
}
