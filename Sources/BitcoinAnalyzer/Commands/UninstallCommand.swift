import ArgumentParser
import Deployment
import Domain
import OperatingSystem

struct UninstallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall",
        abstract:
            "Takes the service off this machine. Settings, data and logs stay, and it says where; --purge takes them too."
    )

    @OptionGroup var options: CommonOptions
    @OptionGroup var target: DeploymentTarget

    @Flag(
        name: .long,
        help: "Take settings, data, logs and the user too. A database elsewhere (PostgreSQL) is left alone.")
    var purge = false

    func run() async throws {
        try target.requireRights(to: "uninstall")
        let tree = FilesystemRoot(target.root ?? "")
        let removal = try UninstallationChanges(in: tree, purge: purge, rights: tree.rights)
        let live = target.root == nil && SystemdControl.isBooted
        let control = SystemdControl(run: SystemCommand.port)
        let steps = live ? ServiceSteps.uninstall(removal, active: try await control.activeUnits()) : .none
        var report = DeploymentReport(dryRun: target.dryRun, changes: removal.list, steps: steps)
        report.kept = removal.kept
        if !target.dryRun {
            for words in steps.before { try await control.run(words) }
            let applier = ChangeApplier(tree, rights: tree.rights, run: SystemCommand.port)
            for change in removal.list { try await applier.apply(change) }
            for words in steps.after { try await control.run(words) }
        }
        if !removal.kept.isEmpty { report.notes.append("uninstall --purge takes what stays") }
        try Output(options: options).write(report) { report.lines($0) }
    }
}
