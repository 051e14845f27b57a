import Domain
package import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Controls this machine's systemd through systemctl(1).
package struct SystemdControl: Sendable {
    private let run: RunCommand

    package init(run: @escaping RunCommand) { self.run = run }

    /// Whether systemd is the init system of this machine (sd_booted(3)).
    package static var isBooted: Bool { access("/run/systemd/system", F_OK) == 0 }

    /// Our units that are active, or being started or stopped.
    /// - Throws: ``DeploymentFailure``
    package func activeUnits() async throws(DeploymentFailure) -> Set<String> {
        let units =
            ServiceUnits.sockets + ServiceUnits.services + [
                ServiceUnits.timer, ServiceUnits.collect, ServiceUnits.retryTimer, ServiceUnits.watch,
                ServiceUnits.watchTimer, ServiceUnits.updateTimer,
            ]
        // The exit status says whether all are active; the output has a line for each unit.
        let states = try await result(of: ["systemctl", "is-active"] + units, .seconds(20)).output.textLines().map(
            String.init)
        return Set(
            zip(units, states).filter { ["active", "activating", "reloading", "deactivating"].contains($0.1) }.map(\.0))
    }

    /// - Throws: ``DeploymentFailure`` with the error output of systemctl as its detail.
    package func run(_ command: [String]) async throws(DeploymentFailure) {
        // Longer than a unit may take to start.
        let result = try await result(of: command, .seconds(180))
        // reset-failed fails when no unit has failed.
        guard result.status != 0, !command.contains("reset-failed") else { return }
        let text = command.joined(separator: " ")
        throw DeploymentFailure(
            .unavailable,
            Phrase(
                "\(text) exited with status \(result.status)",
                fr: "\(text) s’est terminé avec le code \(result.status)"),
            hint: Phrase(
                "all files are written; see journalctl -b -u 'bitcoin-analyzer-*' -n 50, and run this again",
                fr: "tous les fichiers sont écrits\u{A0}; voir journalctl -b -u 'bitcoin-analyzer-*' -n 50, "
                    + "puis relancez la commande"),
            detail: result.errors.condensedLine(limit: 600))
    }

    private func result(of command: [String], _ limit: Duration) async throws(DeploymentFailure) -> CommandResult {
        do {
            return try await run(command, limit)
        } catch {
            throw DeploymentFailure(.unavailable, error.phrase, hint: .runByHand(command))
        }
    }
}
