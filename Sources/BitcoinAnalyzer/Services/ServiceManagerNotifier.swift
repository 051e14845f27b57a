import Domain
import Logging
import OperatingSystem
import Outbound
import ServiceLifecycle

/// Notifies systemd: ready once everything listens, alive while it responds to its own requests, stopping on exit.
struct ServiceManagerNotifier: Service {
    private let manager: ServiceManager?
    private let listeners: Int
    private let isAnswering: @Sendable (String, Duration) async -> Bool
    private let logger: Logger
    private let addresses: AsyncStream<String>
    private let found: AsyncStream<String>.Continuation

    /// - Parameters:
    ///   - listeners: the number of listeners that make the service ready. The database and its schema have been
    ///     checked before.
    ///   - isAnswering: whether a request to that address is answered within that time.
    init(
        to manager: ServiceManager?, listeners: Int, logger: Logger,
        isAnswering: @escaping @Sendable (String, Duration) async -> Bool
    ) {
        self.manager = manager
        self.listeners = listeners
        self.isAnswering = isAnswering
        self.logger = logger
        (addresses, found) = AsyncStream.makeStream()
    }

    func listens(at address: String) { found.yield(address) }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var all: [String] = []
            for await address in addresses {
                all.append(address)
                if all.count == listeners { break }
            }
            guard all.count == listeners else { return }
            manager?.ready("listens on " + all.joined(separator: " and "))
            await keepAlive(all)
        }
        manager?.stopping("finishing open requests")
    }

    private func keepAlive(_ addresses: [String]) async {
        guard let manager, let timeout = manager.watchdog else {
            try? await gracefulShutdown()
            return
        }
        let beat = timeout / 3
        await repeating(every: beat) {
            var silent: String?
            for address in addresses where silent == nil {
                if await !isAnswering(address, beat) { silent = address }
            }
            if let silent {
                if !Task.isCancelled {
                    logger.warning(
                        "\(silent)/livez did not respond within \(beat): the watchdog of systemd is not notified")
                }
            } else {
                manager.keepAlive()
            }
        }
    }
}

extension Wiring {
    func reporting(listeners: Int) -> ServiceManagerNotifier {
        ServiceManagerNotifier(to: manager, listeners: listeners, logger: logger) { address, limit in
            let answer = try? await client.sendWithoutStatusCheck(
                OutboundRequest(address + "/livez", label: "livez", timeout: limit))
            return answer?.status == 200
        }
    }
}
