import ArgumentParser
import Deployment
import Domain
import FoundationEssentials
import OperatingSystem

struct InstallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract:
            "Makes this machine run the service: user, folders, settings, systemd units, the schedule. Again is an upgrade, and keeps settings.",
        discussion:
            "--set KEY=VALUE is written into \(InstallPaths.environment). A file that was changed by hand is replaced, and kept beside as .bak; drop-ins are left alone."
    )

    @OptionGroup var options: CommonOptions
    @OptionGroup var target: DeploymentTarget

    @Option(name: .long, help: "Who starts collection: timer or cron (default: the one that is installed, else timer).")
    var scheduler: Scheduler?

    func run() async throws {
        try target.requireRights(to: "install")
        let language = options.language
        let request = try InstallationRequest(root: target.root, given: options.pairs, scheduler: scheduler)
        let changes = try InstallationChanges(
            request.plan, environment: request.environment, in: request.tree, rights: request.rights)
        let live = target.root == nil && SystemdControl.isBooted
        let control = SystemdControl(run: SystemCommand.port)
        let active = live ? try await control.activeUnits() : []
        let steps =
            target.root == nil ? ServiceSteps.install(changes, scheduler: request.scheduler, active: active) : .none
        var report = DeploymentReport(dryRun: target.dryRun, changes: changes.list, steps: steps, notes: request.notes)

        if target.root == nil {
            let missing = missingForCron(request.scheduler)
            if let missing {
                if target.dryRun {
                    report.notes.append(
                        language.localized("install would refuse: \(missing)", fr: "install refuserait : \(missing)"))
                } else {
                    throw missing
                }
            }
            if target.dryRun, !live {
                report.notes.append(
                    language.localized(
                        "install would refuse: \(DeploymentTarget.noSystemd)",
                        fr: "install refuserait : \(DeploymentTarget.noSystemd)"))
            }
        }
        if !target.dryRun {
            for words in steps.before { try await control.run(words) }
            let applier = ChangeApplier(request.tree, rights: request.rights, run: SystemCommand.port)
            for change in changes.list { try await applier.apply(change) }
            for words in steps.after {
                if let note = try await perform(words, control) { report.notes.append(note) }
            }
            if live {
                await finish(
                    request, isFirst: changes.list.contains { $0.path == InstallPaths.manifest && $0.verb == .create },
                    control, &report)
            }
        }
        try Output(options: options).write(report) { report.lines($0) }
    }

    /// A service that does not come up, because its database is away, is installed none the less: doctor says what it lacks, and systemd goes on trying.
    /// - Returns: what to note, when it was a start that did not succeed.
    private func perform(_ words: [String], _ control: SystemdControl) async throws -> String? {
        do {
            try await control.run(words)
            return nil
        } catch {
            guard words.contains("start") || words.contains("restart") else { throw error }
            let command = words.joined(separator: " ")
            return options.language.localized(
                "not everything came up (\(command)): systemd goes on trying, and what is missing stands below",
                fr: "tout n'a pas démarré (\(command)) : systemd réessaie, et ce qui manque figure plus bas")
        }
    }

    /// The first prices, so that the page has something to show, and the check of the whole.
    private func finish(
        _ request: InstallationRequest, isFirst: Bool, _ control: SystemdControl, _ report: inout DeploymentReport
    ) async {
        if isFirst {
            do { try await control.run(["systemctl", "start", ServiceUnits.collect]) } catch {
                report.notes.append(
                    options.language.localized(
                        "the first collection pass did not get everything; it is tried again in five minutes: journalctl -u \(ServiceUnits.collect)",
                        fr:
                            "la première collecte n'a pas tout reçu ; elle recommence dans cinq minutes : journalctl -u \(ServiceUnits.collect)"
                    ))
            }
        }
        do {
            let words =
                [request.program, "doctor", "--lang", options.language.rawValue] + (options.json ? ["--json"] : [])
            let result = try await SystemCommand.run(words, within: .seconds(60))
            report.doctor = .init(status: result.status, output: result.output + (options.json ? "" : result.errors))
        } catch {
            report.notes.append(
                options.language.localized(
                    "the installation could not be checked: \(error)",
                    fr: "l'installation n'a pas pu être vérifiée : \(error)"))
        }
    }

    private func missingForCron(_ scheduler: Scheduler) -> DeploymentFailure? {
        guard scheduler == .cron,
            !["/usr/sbin/cron", "/usr/sbin/crond"].contains(where: FileManager.default.fileExists)
        else { return nil }
        return DeploymentFailure(
            .unavailable, "cron is not installed on this machine",
            hint: "use --scheduler timer, or install it: apt install cron logrotate")
    }
}

extension Scheduler: ExpressibleByArgument {}
