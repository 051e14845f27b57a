import ArgumentParser
import Deployment
import Domain
import FoundationEssentials
import OperatingSystem

struct InstallCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "install",
            Phrase(
                "Installs or upgrades the service: user, folders, settings, systemd units, schedule. An upgrade keeps "
                    + "the settings.",
                fr: "Installe le service ou le met à niveau\u{A0}: utilisateur, dossiers, réglages, unités systemd, "
                    + "planification. Une mise à niveau conserve les réglages."),
            discussion: Phrase(
                "--set KEY=VALUE is written to \(InstallPaths.environment). Files modified by hand are replaced and "
                    + "kept as .bak; drop-ins are not touched.",
                fr: "--set CLÉ=VALEUR est écrit dans \(InstallPaths.environment). Les fichiers modifiés à la main sont "
                    + "remplacés et conservés en .bak\u{A0}; les drop-ins ne sont pas touchés."))
    }

    @OptionGroup var options: CommonOptions
    @OptionGroup var target: DeploymentTarget

    @Option(
        name: .long,
        help: .localized(
            "What starts collection: timer or cron; if omitted, the installed one, else timer.",
            fr: "Ce qui lance les collectes\u{A0}: timer ou cron\u{A0}; si omis, celui qui est installé, sinon "
                + "timer.", value: Phrase("scheduler", fr: "planificateur")))
    var scheduler: Scheduler?

    @Option(
        name: .long,
        help: .init(
            HelpLanguage.current.localized(
                "The program to install, instead of this one: for deploy, which checks it itself.",
                fr: "Le programme à installer, au lieu de celui-ci\u{A0}: pour deploy, qui vérifie lui-même."),
            valueName: HelpLanguage.current.localized("file", fr: "fichier"), visibility: .private))
    var programFile: String?

    func run() async throws {
        try target.requireRights(to: "install")
        let language = options.language
        let request = try InstallationRequest(
            root: target.root, given: options.settingOverrides, scheduler: scheduler, programFile: programFile)
        let changes = try InstallationChanges(
            request.plan, environment: request.environment, in: request.tree, rights: request.rights)
        let isLive = target.root == nil && SystemdControl.isBooted
        let control = SystemdControl(run: SystemCommand.port)
        let active = isLive ? try await control.activeUnits() : []
        let steps =
            target.root == nil ? ServiceSteps.install(changes, scheduler: request.scheduler, active: active) : .none
        var report = DeploymentReport(
            dryRun: target.dryRun, changes: changes.list, steps: steps, notes: request.notes, language: language)

        if target.root == nil {
            if let missing = missingForCron(request.scheduler) {
                guard target.dryRun else { throw missing }
                report.note(refusal(missing))
            }
            if target.dryRun, !isLive { report.note(refusal(.noSystemd)) }
        }
        if !target.dryRun {
            for command in steps.before { try await control.run(command) }
            let applier = ChangeApplier(request.tree, rights: request.rights, run: SystemCommand.port)
            for change in changes.list { try await applier.apply(change) }
            for command in steps.after {
                if let note = try await runOrNote(command, control) { report.note(note) }
            }
            if isLive, programFile == nil {
                await finish(
                    request, isFirst: changes.list.contains { $0.path == InstallPaths.manifest && $0.verb == .create },
                    control, &report)
            }
        }
        try Output(options: options).write(report) { report.lines($0) }
    }

    private func refusal(_ failure: DeploymentFailure) -> Phrase {
        Phrase("install would fail: ", fr: "install échouerait\u{A0}: ") + failure.phrase
    }

    /// A service that fails to start, for example without its database, is installed nevertheless: systemd retries,
    /// doctor shows why.
    /// - Returns: a note when a start failed.
    private func runOrNote(_ command: [String], _ control: SystemdControl) async throws -> Phrase? {
        do {
            try await control.run(command)
            return nil
        } catch {
            guard command.contains("start") || command.contains("restart") else { throw error }
            let text = command.joined(separator: " ")
            return Phrase(
                "a service did not start (\(text)): systemd keeps retrying; see the checks below",
                fr:
                    "un service n’a pas démarré (\(text))\u{A0}: systemd réessaie\u{A0}; voir les contrôles "
                    + "ci-dessous"
            )
        }
    }

    /// Collects once, so that the page has data, and checks the installation.
    private func finish(
        _ request: InstallationRequest, isFirst: Bool, _ control: SystemdControl, _ report: inout DeploymentReport
    ) async {
        if isFirst {
            do { try await control.run(["systemctl", "start", ServiceUnits.collect]) } catch {
                report.note(
                    Phrase(
                        "the first collection pass failed; it is retried in five minutes: journalctl -u "
                            + "\(ServiceUnits.collect)",
                        fr: "la première collecte a échoué\u{A0}; elle sera retentée dans cinq minutes\u{A0}: "
                            + "journalctl -u \(ServiceUnits.collect)"))
            }
        }
        do {
            let command =
                [request.program, "doctor", "--lang", options.language.rawValue] + (options.json ? ["--json"] : [])
            let result = try await SystemCommand.run(command, within: .seconds(60))
            report.doctor = .init(status: result.status, output: result.output + (options.json ? "" : result.errors))
        } catch {
            report.note(
                Phrase(
                    "the installation could not be checked: \(error.phrase.english)",
                    fr: "l’installation n’a pas pu être vérifiée\u{A0}: \(error.phrase.french)"))
        }
    }

    private func missingForCron(_ scheduler: Scheduler) -> DeploymentFailure? {
        guard scheduler == .cron,
            !["/usr/sbin/cron", "/usr/sbin/crond"].contains(where: FileManager.default.fileExists)
        else { return nil }
        return DeploymentFailure(
            .unavailable,
            Phrase("cron is not installed on this machine", fr: "cron n’est pas installé sur cette machine"),
            hint: Phrase(
                "use --scheduler timer, or install cron: apt install cron logrotate",
                fr: "utilisez --scheduler timer, ou installez cron\u{A0}: apt install cron logrotate"))
    }
}

extension Scheduler: ExpressibleByArgument {}
