import Dispatch
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Ensures that the program exits within five seconds after a stop was requested, also when it waits for a lock, the
/// network or a library.
///
/// Leases not released by then are taken over by the next run, as after `kill -9`.
enum ShutdownDeadline {
    static let allowed: Duration = .milliseconds(4500)

    /// Exits after ``allowed``, unless the process has ended by itself.
    static func start(exitCode: Int32) {
        // Not a task: what blocks may hold every thread of Swift concurrency.
        let nanoseconds = Int(allowed / .nanoseconds(1))
        DispatchQueue(label: "shutdown").asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) {
            writeToStandardError(
                "warning: shutdown did not complete within five seconds; exiting now, the next pass cleans up\n")
            _exit(exitCode)
        }
    }
}

/// Starts the deadline when shutdown is requested.
struct ShutdownDeadlineService: Service {
    func run() async throws {
        try? await gracefulShutdown()
        ShutdownDeadline.start(exitCode: 0)
    }
}
