package import Domain
import FoundationEssentials
import Hummingbird
package import Logging

/// A simulated world on loopback: venues, feeds and the articles they link to, with faults on demand, and recorded
/// answers.
///
/// Every answer carries the simulated time as its `Date`, and `Bitcoin-Analyzer-Simulated: true`.
package struct Sandbox: Sendable {
    package struct Configuration: Sendable {
        package var market: SimulatedMarket
        /// The time in the world.
        package var now: @Sendable () -> Timestamp
        /// 0 for any that is free. The links of articles hold it, so a world that is to be met again needs the same
        /// one.
        package var port: Int
        /// Open times of the hours in which a venue was closed.
        package var missingHours: [Venue: Set<Timestamp>]
        package var replay: Replay?
        package var logger: Logger

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
            // The server library calls every cancellation an error, and here that is how a sandbox ends.
            logger.logLevel = .critical
            return logger
        }
    }

    package let configuration: Configuration
    package let faults = Faults()
    package let requests = RequestLog()

    package init(_ configuration: Configuration = Configuration()) { self.configuration = configuration }

    /// Serves until the task is cancelled. Runs once.
    /// - Parameter onListening: called once requests are answered.
    /// - Throws: when the port cannot be had.
    package func run(onListening: @escaping @Sendable (RunningSandbox) async -> Void = { _ in }) async throws {
        let now = configuration.now
        let responder = SandboxResponder(
            world: World(
                market: configuration.market, missingHours: configuration.missingHours, replay: configuration.replay),
            faults: faults, requests: requests, now: now)
        let application = Application(
            responder: responder,
            server: .http1(configuration: .init(additionalChannelHandlers: [WorldStamp(now: now)])),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: configuration.port)),
            onServerRunning: { channel in
                await onListening(RunningSandbox(sandbox: self, port: channel.localAddress?.port ?? configuration.port))
            },
            logger: configuration.logger)
        do {
            try await application.run()
        } catch is CancellationError {
            // The usual end.
        }
    }
}
