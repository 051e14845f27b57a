import Domain
import Sandbox

/// A failure caused on purpose, and its repair.
struct Drill: Sendable {
    enum Level: Sendable {
        /// Processes on loopback.
        case processes
        /// The same with a temporary PostgreSQL server.
        case postgres
        /// Requires root to mount a file system.
        case mounts
    }

    /// The argument of the command: the name of the cause, or of a scenario.
    let name: String
    /// The expected causes, without any other.
    let causes: Set<Cause>
    let level: Level
    /// Settings that differ from the defaults.
    let settings: [String: String]
    /// Starts the affected processes, and waits until they are healthy.
    let prepare: @Sendable (DrillStage) async throws -> Void
    let inject: @Sendable (DrillStage) async throws -> Void
    let repair: @Sendable (DrillStage) async throws -> Void

    init(
        _ name: String, causes: Set<Cause>, level: Level = .processes, settings: [String: String] = [:],
        prepare: @escaping @Sendable (DrillStage) async throws -> Void = { try await $0.startServing() },
        inject: @escaping @Sendable (DrillStage) async throws -> Void,
        repair: @escaping @Sendable (DrillStage) async throws -> Void
    ) {
        self.name = name
        self.causes = causes
        self.level = level
        self.settings = settings
        self.prepare = prepare
        self.inject = inject
        self.repair = repair
    }

    /// A drill of one cause, named after it.
    init(
        _ cause: Cause, level: Level = .processes, settings: [String: String] = [:],
        prepare: @escaping @Sendable (DrillStage) async throws -> Void = { try await $0.startServing() },
        inject: @escaping @Sendable (DrillStage) async throws -> Void,
        repair: @escaping @Sendable (DrillStage) async throws -> Void
    ) {
        self.init(
            cause.rawValue, causes: [cause], level: level, settings: settings, prepare: prepare, inject: inject,
            repair: repair)
    }

    /// A source with one kind of failure.
    init(_ cause: Cause, _ fault: Fault, on endpoint: Endpoint) {
        self.init(
            cause, inject: { $0.world.faults.set(fault, on: endpoint) }, repair: { $0.world.faults.clear(endpoint) })
    }
}
