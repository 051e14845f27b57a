#if canImport(Glibc)
    import Domain
    package import OperatingSystem
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// systemd as it runs here, by way of systemctl(1).
package struct SystemdControl: Sendable {
    private let run: RunCommand

    package init(run: @escaping RunCommand) { self.run = run }

    /// sd_booted(3): whether systemd is the init of this machine.
    package static var isBooted: Bool { access("/run/systemd/system", F_OK) == 0 }

    /// Units of ours that are active, or on their way there.
    /// - Throws: ``DeploymentFailure``
    package func activeUnits() async throws(DeploymentFailure) -> Set<String> {
        let units = ServiceUnits.sockets + ServiceUnits.services + [ServiceUnits.timer, ServiceUnits.collect]
        // Its status tells whether all are active; the lines are what is asked for.
        let states = try await answer(["systemctl", "is-active"] + units, .seconds(20)).output.split(separator: "\n")
            .map(String.init)
        return Set(
            zip(units, states).filter { ["active", "activating", "reloading", "deactivating"].contains($0.1) }.map(\.0))
    }

    /// - Throws: ``DeploymentFailure`` with what systemctl said.
    package func run(_ command: [String]) async throws(DeploymentFailure) {
        // As long as a unit may take to start, and longer.
        let result = try await answer(command, .seconds(180))
        // There may be nothing failed to forget.
        guard result.status != 0, !command.contains("reset-failed") else { return }
        throw DeploymentFailure(
            .unavailable, "\(command.joined(separator: " ")) ended with \(result.status): \(result.errors.prefix(600))",
            hint: "everything is written; see why with: journalctl -b -u 'bitcoin-analyzer-*' -n 50, and run this again"
        )
    }

    private func answer(_ words: [String], _ limit: Duration) async throws(DeploymentFailure) -> CommandResult {
        do {
            return try await run(words, limit)
        } catch {
            throw DeploymentFailure(.unavailable, "\(error)", hint: "run it by hand: \(words.joined(separator: " "))")
        }
    }
}
