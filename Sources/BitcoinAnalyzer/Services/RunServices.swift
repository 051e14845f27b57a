import Logging
import ServiceLifecycle
import UnixSignals

/// Runs services until a signal or a failure; all have ended within five seconds after SIGTERM or Ctrl-C.
/// - Throws: what the failed service threw.
func runServices(_ services: [any Service], logger: Logger) async throws {
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .warning)
    var configuration = ServiceGroupConfiguration(
        services: services + [HeapTrimming(), ShutdownDeadlineService()], gracefulShutdownSignals: [.sigterm, .sigint],
        logger: quiet)
    configuration.maximumGracefulShutdownDuration = .seconds(4)
    try await ServiceGroup(configuration: configuration).run()
}
