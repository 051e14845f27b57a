import ArgumentParser
import Deployment
import Domain
import OperatingSystem

struct UninstallCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "uninstall",
            Phrase(
                "Removes the service from this machine. Settings, data and logs are kept (and listed) unless --purge "
                    + "is given.",
                fr: "Retire le service de cette machine. Réglages, données et journaux sont conservés (et indiqués), "
                    + "sauf avec --purge."))
    }

    @OptionGroup var options: CommonOptions
    @OptionGroup var target: DeploymentTarget

    @Flag(
        name: .long,
        help: .localized(
            "Also remove settings, data, logs and the user. A PostgreSQL database is not touched.",
            fr: "Supprime aussi les réglages, les données, les journaux et l’utilisateur. Une base PostgreSQL n’est "
                + "pas touchée."))
    var purge = false

    func run() async throws {
        try target.requireRights(to: "uninstall")
        let tree = FilesystemRoot(target.root ?? "")
        let changes = try UninstallationChanges(in: tree, purge: purge, rights: tree.rights)
        let isLive = target.root == nil && SystemdControl.isBooted
        let control = SystemdControl(run: SystemCommand.port)
        let steps = isLive ? ServiceSteps.uninstall(changes, active: try await control.activeUnits()) : .none
        var report = DeploymentReport(
            dryRun: target.dryRun, changes: changes.list, steps: steps, language: options.language)
        report.kept = changes.kept.map { $0[options.language] }
        if !target.dryRun {
            for command in steps.before { try await control.run(command) }
            let applier = ChangeApplier(tree, rights: tree.rights, run: SystemCommand.port)
            for change in changes.list { try await applier.apply(change) }
            for command in steps.after { try await control.run(command) }
        }
        if !changes.kept.isEmpty {
            report.note(
                Phrase("uninstall --purge removes these too", fr: "uninstall --purge les supprime aussi"))
        }
        try Output(options: options).write(report) { report.lines($0) }
    }
}
