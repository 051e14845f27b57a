import Domain
import Health
import OperatingSystem
import ServiceLifecycle

/// Keeps the record of this process in the state directory until it is asked to stop, so that its end by a signal or a
/// crash is noticed.
struct ServiceProcessRecord: Service {
    private let folder: ServiceProcessFolder
    private let process: ServiceProcess

    /// Records the process at once. Where that cannot be done, its end goes unnoticed, and nothing else.
    init(_ command: ServiceProcess.Command, _ wiring: Wiring) {
        folder = ServiceProcessFolder(stateDirectory: wiring.settings.stateDirectory)
        process = ServiceProcess(command, ProcessIdentity.current(), started: MarketClock.real.now())
        guard !wiring.simulated else { return }
        do { try folder.add(process) } catch {
            wiring.journal.record(
                Event(.info, "this process cannot be recorded in \(folder.path), so its end goes unnoticed: \(error)"))
        }
    }

    func run() async throws {
        try? await gracefulShutdown()
        folder.remove(process)
    }
}
