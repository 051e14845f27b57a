import Domain
import OperatingSystem

/// `running` in the state directory: a file for each process of the service.
package struct ServiceProcessFolder: Sendable {
    private let files: OutboxFolder
    package var path: String { files.path }

    package init(stateDirectory: String) { files = OutboxFolder(path: stateDirectory + "/running") }

    /// Records a process, and forgets those that ended and that it replaces.
    /// - Throws: when the folder cannot be written.
    package func add(_ process: ServiceProcess) throws {
        try files.prepare()
        for other in facts()
        where other.state == .gone && other.recorded.host == process.host
            && process.command.replaces(other.recorded.command)
        { remove(other.recorded) }
        try files.write(process, as: Self.name(of: process))
    }

    /// Does nothing where it is not recorded.
    package func remove(_ process: ServiceProcess) {
        guard files.read(Self.name(of: process), as: ServiceProcess.self) == process else { return }
        files.remove(Self.name(of: process))
    }

    /// The recorded processes. A file that is not ours is skipped.
    package func facts() -> [ServiceProcessFacts] {
        files.files(endingIn: ".json").compactMap { files.read($0, as: ServiceProcess.self) }.map { process in
            let holder = LeaseHolder(
                run: RunID(rawValue: ""), host: process.host, process: process.process,
                processStart: process.processStart)
            return ServiceProcessFacts(
                process,
                ProcessIdentity.isGone(holder) ? .gone : ProcessIdentity.isSuspended(holder) ? .suspended : .running)
        }
    }

    private static func name(of process: ServiceProcess) -> String {
        "\(process.command.rawValue)-\(process.process).json"
    }
}
