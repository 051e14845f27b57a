import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The promise that the program has ended five seconds after it was asked to, whatever a lock, a network or a library
/// is waiting for.
///
/// What has not been given back by then is taken over by the next pass, exactly as after `kill -9`.
enum ShutdownDeadline {
    static let allowed: Duration = .milliseconds(4500)

    /// Ends the process after ``allowed``, unless it has ended by itself.
    static func start(exitCode: Int32) {
        Task.detached {
            try? await ContinuousClock().sleep(for: allowed)
            writeToStandardError(
                "warning: something did not let go within five seconds; the next pass cleans up after it\n")
            _exit(exitCode)
        }
    }
}

/// Starts the deadline when the services are asked to end.
struct ShutdownDeadlineService: Service {
    func run() async throws {
        try? await gracefulShutdown()
        ShutdownDeadline.start(exitCode: 0)
    }
}
