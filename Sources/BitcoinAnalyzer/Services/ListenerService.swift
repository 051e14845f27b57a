import API
import Domain
import Health
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

/// An HTTP listener as a service. Logs its address, or the process that holds the port.
struct ListenerService: Service {
    let name: String
    let server: HTTPServer
    let listener: Settings.Listener
    let sockets: PassedSockets
    let logger: Logger
    let onListening: @Sendable (String) async -> Void

    /// - Parameters:
    ///   - sockets: a socket of this name from systemd is used instead of a new one.
    ///   - responses: prepared responses, sent without the router.
    ///   - register: the connections of all listeners of this process.
    ///   - requests: counts requests that are refused before they are routed.
    ///   - events: the streams of the router, which end with the listener.
    ///   - onListening: called with the address, such as `http://127.0.0.1:8000`, once it responds.
    init(
        _ name: String, router: Router<APIRequestContext>, at listener: Settings.Listener, sockets: PassedSockets,
        responses: ResponseCache? = nil, simulated: Bool = false, register: ConnectionRegister,
        requests: RequestMetrics, events: EventStreams? = nil, logger: Logger,
        onListening: @escaping @Sendable (String) async -> Void = { _ in }
    ) {
        self.name = name
        server = HTTPServer(
            router, responses: responses, simulated: simulated, register: register, requests: requests, events: events,
            logger: logger, now: MarketClock.real.now)
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
            throw await failure(error)
        } catch let error as SocketAddressError.UnknownHost {
            throw CommandFailure(
                .configuration,
                Phrase(
                    "\(name) cannot listen on \(listener.host): unknown host",
                    fr: "\(name) ne peut pas écouter sur \(listener.host)\u{A0}: hôte inconnu"),
                hint: addressHint, detail: "\(error)")
        }
    }

    private func announce(_ socket: SocketAddress?, passed: Bool) async {
        guard let port = socket?.port else { return }
        let host = passed ? socket?.ipAddress ?? listener.host : listener.host
        let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        if passed, listener.port != 0, port != listener.port {
            let key = listener.key.rawValue
            logger.warning(
                "systemd passes a socket on port \(port), but \(key) is \(listener.port): run bitcoin-analyzer install again"
            )
        }
        logger.notice("\(name) listens on \(address)", metadata: ["service": "\(name)", "address": "\(address)"])
        await onListening(address)
    }

    private var hostKey: String { (listener.key == .apiPort ? SettingKey.apiHost : .webHost).rawValue }

    private var addressHint: Phrase {
        Phrase(
            "set \(hostKey) to 127.0.0.1, or to an address shown by ip addr",
            fr: "donnez à \(hostKey) la valeur 127.0.0.1, ou une adresse affichée par ip addr")
    }

    private func failure(_ error: IOError) async -> CommandFailure {
        let place = "\(listener.host):\(listener.port)"
        switch error.errnoCode {
        case EADDRINUSE:
            let other = Phrase(
                "; or set \(listener.key.rawValue) to another port (0 picks a free one)",
                fr: "\u{A0}; ou donnez un autre port à \(listener.key.rawValue) (0 en choisit un libre)")
            var holder = RunningProcess.of(port: listener.port, on: listener.host)
            // systemd holds the socket of a service beside it, and its units are visible to every user.
            if holder == nil || holder?.process == 1 {
                holder = await SystemdUnits.holder(ofPort: listener.port, SystemCommand.port) ?? holder
            }
            let user =
                holder?.phrase
                ?? Phrase(
                    "a process that this user may not see",
                    fr: "un processus que cet utilisateur n’a pas le droit de voir")
            let find = Phrase(
                "find it with: sudo ss -ltnp 'sport = :\(listener.port)'",
                fr: "trouvez-le avec\u{A0}: sudo ss -ltnp 'sport = :\(listener.port)'")
            var failure = CommandFailure(
                .configuration,
                Phrase(
                    "\(name) cannot listen on \(place): the port is in use by \(user.english)",
                    fr: "\(name) ne peut pas écouter sur \(place)\u{A0}: le port est utilisé par \(user.french)"),
                hint: (holder?.releaseHint ?? find) + other)
            failure.cause = .portInUse
            failure.isAlreadyRunning = holder?.isOurs == true
            failure.evidence = holder.map { [$0.evidence(at: MarketClock.real.now())] } ?? []
            return failure
        case EACCES:
            return CommandFailure(
                .permission,
                Phrase(
                    "\(name) is not permitted to listen on \(place)",
                    fr: "\(name) n’a pas le droit d’écouter sur \(place)"),
                hint: Phrase(
                    "ports below 1024 require root: set \(listener.key.rawValue) to a higher one",
                    fr:
                        "les ports inférieurs à 1\u{202F}024 demandent root\u{A0}: choisissez un "
                        + "\(listener.key.rawValue) plus élevé"
                ))
        case EADDRNOTAVAIL:
            return CommandFailure(
                .configuration,
                Phrase(
                    "\(name) cannot listen on \(place): this host does not have that address",
                    fr: "\(name) ne peut pas écouter sur \(place)\u{A0}: cette machine n’a pas cette adresse"),
                hint: addressHint)
        default:
            return CommandFailure(
                .io,
                Phrase(
                    "\(name) cannot listen on \(place): ", fr: "\(name) ne peut pas écouter sur \(place)\u{A0}: ")
                    + SystemError.phrase(error.errnoCode),
                hint: Phrase("check \(listener.key.rawValue)", fr: "vérifiez \(listener.key.rawValue)"),
                detail: "\(error)")
        }
    }
}
