import Domain
import Sandbox

/// A failure that is caused on purpose, and repaired again.
struct Drill: Sendable {
    enum Level: Sendable {
        /// Processes on loopback.
        case processes
        /// The same over a PostgreSQL server of its own.
        case postgres
        /// Needs to mount a file system: root.
        case mounts
    }

    /// The argument of the command: the name of the cause, or of the scenario.
    let name: String
    /// What has to be named, and nothing else.
    let causes: Set<Cause>
    let level: Level
    /// Settings beside the defaults, before anything starts.
    let settings: [String: String]
    /// Starts what the failure is to happen to, and waits until it is well.
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

    /// Of one cause, named after it.
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

    /// A source that fails in one way.
    init(_ cause: Cause, _ fault: Fault, on endpoint: Endpoint) {
        self.init(
            cause, inject: { $0.world.faults.set(fault, on: endpoint) }, repair: { $0.world.faults.clear(endpoint) })
    }
}
