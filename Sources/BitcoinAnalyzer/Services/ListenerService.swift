import API
import Domain
import Hummingbird
import Logging
import NIOCore
import OperatingSystem
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One HTTP listener as a service: says where it listens, and who is there already when it cannot.
struct ListenerService: Service {
    let name: String
    let server: HTTPServer
    let listener: Settings.Listener
    let sockets: PassedSockets
    let logger: Logger
    let onListening: @Sendable (String) async -> Void

    /// - Parameters:
    ///   - sockets: used instead of an own one when systemd has passed a socket of that name.
    ///   - responses: prepared responses, sent before the router is asked.
    ///   - onListening: given the address, such as `http://127.0.0.1:8000`, once it answers.
    init(
        _ name: String, router: Router<APIRequestContext>, at listener: Settings.Listener, sockets: PassedSockets,
        responses: ResponseCache? = nil,
        simulated: Bool = false, logger: Logger, onListening: @escaping @Sendable (String) async -> Void = { _ in }
    ) {
        self.name = name
        server = HTTPServer(
            router, responses: responses, simulated: simulated, logger: logger, now: MarketClock.real.now)
        self.listener = listener
        self.sockets = sockets
        self.logger = logger
        self.onListening = onListening
    }

    func run() async throws {
        let passed = sockets.socket(named: name)
        do {
            try await server.run(
                at: passed.map { .inheritedSocket($0) } ?? .address(host: listener.host, port: listener.port),
                onListening: { await announce($0, passed: passed != nil) },
                until: { try? await gracefulShutdown() })
        } catch let error as IOError {
            throw failure(error)
        } catch let error as SocketAddressError.UnknownHost {
            throw CommandFailure(
                .configuration, "\(name) cannot listen on \(listener.host): there is no such host (\(error))",
                hint: "set \(hostKey) to 127.0.0.1, or to an address of ip addr")
        }
    }

    private func announce(_ socket: SocketAddress?, passed: Bool) async {
        guard let port = socket?.port else { return }
        let host = passed ? socket?.ipAddress ?? listener.host : listener.host
        let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        if passed, listener.port != 0, port != listener.port {
            logger.warning(
                "systemd passes a socket on port \(port), and \(listener.key.rawValue) is \(listener.port): run bitcoin-analyzer install again"
            )
        }
        logger.notice("\(name) listens on \(address)", metadata: ["service": "\(name)", "address": "\(address)"])
        await onListening(address)
    }

    private var hostKey: String { (listener.key == .apiPort ? SettingKey.apiHost : .webHost).rawValue }

    private func failure(_ error: IOError) -> CommandFailure {
        let place = "\(listener.host):\(listener.port)"
        switch error.errnoCode {
        case EADDRINUSE:
            let other = "or set \(listener.key.rawValue) to another port (0 picks a free one)"
            let holder = PortHolder.of(port: listener.port)
            var failure = CommandFailure(
                .configuration,
                "\(name) cannot listen on \(place): the port is in use by \(holder?.description ?? "a process that this user may not see")",
                hint: (holder?.hint ?? "find the process with sudo ss -ltnp 'sport = :\(listener.port)'") + "; "
                    + other)
            failure.cause = .portInUse
            failure.evidence = holder.map { [$0.evidence(at: MarketClock.real.now())] } ?? []
            return failure
        case EACCES:
            return CommandFailure(
                .permission, "\(name) may not listen on \(place)",
                hint: "ports below 1024 are root's: set \(listener.key.rawValue) to a higher one")
        case EADDRNOTAVAIL:
            return CommandFailure(
                .configuration, "\(name) cannot listen on \(place): this host does not have that address",
                hint: "set \(hostKey) to 127.0.0.1, or to an address of ip addr")
        default:
            return CommandFailure(
                .io, "\(name) cannot listen on \(place): \(error)", hint: "check \(listener.key.rawValue)")
        }
    }
}
