import Logging
import ServiceLifecycle
import UnixSignals

/// Runs services until a signal or a failure; all have ended within five seconds after SIGTERM or Ctrl-C.
/// - Throws: what the failed service threw.
func runServices(_ services: [any Service], logger: Logger) async throws {
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .warning)
    // Each has its type as its name: the default is all that it holds as text, which takes longer than the rest of a
    // start.
    let named = (services + [HeapTrimming(), ShutdownDeadlineService()]).map {
        ServiceGroupConfiguration.ServiceConfiguration(service: $0, serviceName: "\(type(of: $0))")
    }
    var configuration = ServiceGroupConfiguration(
        services: named, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
    configuration.maximumGracefulShutdownDuration = .seconds(4)
    try await ServiceGroup(configuration: configuration).run()
}
