package import Domain
import FoundationEssentials
import Hummingbird
package import Logging

/// A simulation of all external services on loopback: venues, feeds and articles, with fault injection, and recorded
/// responses.
///
/// Every response has the simulated time as its `Date`, and `Bitcoin-Analyzer-Simulated: true`.
package struct Sandbox: Sendable {
    /// The configuration of a sandbox.
    package struct Configuration: Sendable {
        /// The simulated market that all venues quote.
        package var market: SimulatedMarket
        /// The simulated time.
        package var now: @Sendable () -> Timestamp
        /// The TCP port; 0 for a free one. Article links contain it, so reproducible articles need a fixed port.
        package var port: Int
        /// Open times of the hours that a venue lacks.
        package var missingHours: [Venue: Set<Timestamp>]
        /// Recorded responses; `nil` for none.
        package var replay: Replay?
        /// The logger of the server library.
        package var logger: Logger

        /// - Parameter logger: by default only critical messages are logged.
        package init(
            market: SimulatedMarket = SimulatedMarket(),
            now: @escaping @Sendable () -> Timestamp = { Timestamp(Date()) }, port: Int = 0,
            missingHours: [Venue: Set<Timestamp>] = [:], replay: Replay? = nil, logger: Logger? = nil
        ) {
            self.market = market
            self.now = now
            self.port = port
            self.missingHours = missingHours
            self.replay = replay
            self.logger = logger ?? Self.quiet
        }

        private static var quiet: Logger {
            var logger = Logger(label: "sandbox")
            // The server library logs a cancellation, the regular end of a sandbox, as an error.
            logger.logLevel = .critical
            return logger
        }
    }

    /// The configuration.
    package let configuration: Configuration
    /// The faults that are set.
    package let faults = Faults()
    /// The requests received so far.
    package let requests = RequestLog()
    /// The push service, and what it delivered.
    package let pushes = PushService()

    /// Creates a sandbox; ``run(onListening:)`` serves it.
    package init(_ configuration: Configuration = Configuration()) { self.configuration = configuration }

    /// Serves until the task is cancelled. Called once.
    /// - Parameter onListening: called once requests are served.
    /// - Throws: when the port is not available.
    package func run(onListening: @escaping @Sendable (RunningSandbox) async -> Void = { _ in }) async throws {
        let now = configuration.now
        let responder = SandboxResponder(
            world: World(
                market: configuration.market, missingHours: configuration.missingHours, replay: configuration.replay,
                pushes: pushes),
            faults: faults, requests: requests, now: now)
        let application = Application(
            responder: responder,
            server: .http1(configuration: .init(additionalChannelHandlers: [WorldStamp(now: now)])),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: configuration.port)),
            onServerRunning: { channel in
                await onListening(
                    RunningSandbox(
                        sandbox: self, port: channel.localAddress?.port ?? configuration.port,
                        stopListening: { try? await channel.close().get() }))
            },
            logger: configuration.logger)
        do {
            try await application.run()
        } catch is CancellationError {
            // The regular end.
        }
    }
}
