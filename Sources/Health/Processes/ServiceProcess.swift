package import Domain
package import OperatingSystem

/// A process of the service, as it records itself in the state directory from its start until it is stopped: what is
/// recorded and not running was killed, or has crashed.
package struct ServiceProcess: Hashable, Sendable, Codable {
    package enum Command: String, Sendable, Codable {
        case serve, api, web

        /// Whether one process of this command does what another one did.
        func replaces(_ other: Command) -> Bool { self == .serve || self == other }
    }

    package let command: Command
    package let host: String
    package let process: Int32
    package let processStart: String
    package let started: Timestamp

    package init(_ command: Command, _ identity: ProcessIdentity, started: Timestamp) {
        self.command = command
        host = identity.host
        process = identity.id
        processStart = identity.start
        self.started = started
    }

    enum CodingKeys: String, CodingKey { case command, host, process, processStart = "process_start", started }
}

/// A recorded process, and what it is doing now.
package struct ServiceProcessFacts: Hashable, Sendable {
    package enum State: String, Sendable {
        case running
        /// By a signal: SIGSTOP, Ctrl-Z.
        case suspended
        case gone
    }

    package let recorded: ServiceProcess
    package let state: State

    package init(_ recorded: ServiceProcess, _ state: State) {
        self.recorded = recorded
        self.state = state
    }
}

extension HealthFacts {
    /// The recorded processes of this host that are of use, or missed: what another running process replaces is
    /// neither.
    var handStarted: [ServiceProcessFacts] {
        let own = processes.filter { $0.recorded.host == host }
        let running = Set(own.filter { $0.state == .running }.map(\.recorded.command))
        return own.filter { process in
            let command = process.recorded.command
            return process.state == .running
                || !running.contains { $0.replaces(command) } && !(command == .serve && running == [.api, .web])
        }
    }

    /// Whether a process that collected by its own schedule has ended without being stopped.
    var lostScheduler: Bool {
        processes.contains { $0.recorded.host == host && $0.recorded.command == .serve && $0.state == .gone }
    }

    /// The process that collects by its own schedule.
    var scheduler: ServiceProcessFacts? {
        let serving = handStarted.filter { $0.recorded.command == .serve }
        return serving.first { $0.state == .running } ?? serving.max { $0.recorded.started < $1.recorded.started }
    }
}
