import ArgumentParser
import Deployment
import Domain
import FoundationEssentials
import Health
import OperatingSystem
import Outbound

struct DeployCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "deploy",
            Phrase(
                "Deploys a release: verified, tried beside the running one, switched to, watched, and undone when it "
                    + "fails.",
                fr: "Déploie une version\u{A0}: vérifiée, essayée à côté de celle qui tourne, mise en service, "
                    + "surveillée, et annulée si elle échoue."),
            discussion: Phrase(
                "FILE is an archive of scripts/release with its signature beside it. Exits with 0 when the release is "
                    + "live, with 1 when the release before it is. Interrupted, it can be run again.\nWith --host, the "
                    + "archive is copied over ssh and deployed by the program that is installed there, one host after "
                    + "the other; the next one only after the release works on the one before.",
                fr:
                    "FICHIER est une archive de scripts/release, avec sa signature à côté. Code de sortie\u{A0}: 0 si la "
                    + "version est en service, 1 si c’est la précédente. Interrompue, la commande peut être relancée.\n"
                    + "Avec --host, l’archive est copiée par ssh et déployée par le programme installé là-bas, une "
                    + "machine après l’autre\u{A0}; la suivante seulement si tout va bien sur la précédente."))
    }

    @OptionGroup var options: CommonOptions
    @OptionGroup var watching: WatchOption

    @Argument(
        help: .localized(
            "The archive of a release, .tar.gz.", fr: "L’archive d’une version, .tar.gz.",
            value: Phrase("file", fr: "fichier")))
    var file: String

    @Option(
        name: .long,
        help: .localized(
            "Deploy on this host over ssh; repeatable, the first is the canary.",
            fr: "Déploie sur cette machine par ssh\u{A0}; répétable, la première sert d’essai.",
            value: Phrase("user@host", fr: "utilisateur@machine")))
    var host: [String] = []

    @Flag(
        name: .long,
        help: .localized(
            "Try a release again that failed on this host.",
            fr: "Essaie de nouveau une version qui a échoué sur cette machine."))
    var again = false

    func validate() throws {
        for name in host where !RemoteHost.isValid(name) {
            throw ValidationError.invalid(
                "--host", Phrase("HOST or USER@HOST", fr: "MACHINE ou UTILISATEUR@MACHINE"), got: name)
        }
    }

    func run() async throws {
        // Read once: a mapped file could be changed by its owner after its signature was verified.
        let archive = try ReleaseFile.copy(
            of: file.absolutePath, limit: ReleaseIndex.largestArchive, followsLink: true)
        _ = try ReleaseSignature.verify(file.absolutePath, archive, with: try .trusted())
        let duration = try WatchOption.duration(of: watching.watch)
        let reports: [ReleaseReport]
        var own: (settings: Settings, outcome: Deployer.Outcome)?
        if host.isEmpty {
            let started = ContinuousClock.now
            let (name, again) = (folderAndName(of: file.absolutePath).name, again)
            let (settings, outcome) = try await withDeployer(options, named: "deploy", alone: true) { deployer in
                try await deployer.deploy(file: name, archive: archive, watching: duration, again: again)
            }
            own = (settings, outcome)
            reports = [ReleaseReport(outcome, took: ContinuousClock.now - started)]
        } else {
            reports = try await deployRemotely(watching: duration)
        }
        try Output(options: options).write(reports) { language in reports.flatMap { $0.lines(language) } }
        if let own { own.settings.keep(own.outcome, language: options.language) }
        Terminal.end(reports.count >= host.count && reports.allSatisfy { $0.reason == nil } ? 0 : 1)
    }

    /// Ends with the first host on which the release is not live.
    private func deployRemotely(watching duration: Duration) async throws -> [ReleaseReport] {
        var reports: [ReleaseReport] = []
        for name in host {
            writeToStandardError(
                "\(name): " + options.language.localized("copying and deploying\n", fr: "copie et déploiement\n"))
            var words = ["--watch", watching.watch]
            if again { words.append("--again") }
            var report = try await RemoteHost(name: name, run: SystemCommand.port).deploy(
                file.absolutePath, words: words, watching: duration)
            report.host = name
            reports.append(report)
            if report.reason != nil { break }
        }
        return reports
    }
}

/// How long a new release is watched.
struct WatchOption: ParsableArguments {
    @Option(
        name: .long,
        help: .localized(
            "How long the new release is watched: 90s, 5m.",
            fr: "Durée de surveillance de la nouvelle version\u{A0}: 90s, 5m.", value: Phrase("duration", fr: "durée")))
    var watch = "5m"

    func validate() throws {
        _ = try Self.duration(of: watch)
    }

    /// - Throws: `ValidationError` for what is no number of seconds, minutes or hours up to a day.
    static func duration(of text: String) throws -> Duration {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            (1...86_400).contains(count), count * unit <= 86_400
        else {
            throw ValidationError.invalid(
                "--watch",
                Phrase("a duration such as 90s or 5m, up to a day", fr: "une durée comme 90s ou 5m, d’un jour au plus"),
                got: text)
        }
        return .seconds(count * unit)
    }
}

/// Runs a deployment on this host, as root, with its steps on stderr.
/// - Parameter alone: whether to refuse while another host deploys that shares the database. A rollback does not wait.
/// - Returns: the settings of the installed service, and the result.
func withDeployer<T: Sendable>(
    _ options: CommonOptions, named command: String, by: String? = nil, alone: Bool = false,
    _ work: @escaping @Sendable (Deployer) async throws -> T
) async throws -> (Settings, T) {
    try DeploymentTarget.requireRoot(to: command)
    let service = await ServiceSettings.resolve(options)
    let settings = try service.settings ?? options.settings()
    if alone { try await requireDatabaseOfFile() }
    let language = options.language
    let client = PoliteClient(userAgent: "bitcoin-analyzer/\(programVersion)", proxies: .none)
    let host = ReleaseHost.system(client: client) { writeToStandardError($0[language].printableLine() + "\n") }
    do {
        let deployer = Deployer.ofThisHost(settings, host, by: by)
        let result =
            alone
            ? try await settings.deployingAlone(report: host.report) { try await work(deployer) }
            : try await work(deployer)
        await client.shutdown()
        return (settings, result)
    } catch {
        await client.shutdown()
        throw error
    }
}

/// Refuses where a unit uses another database than the file of settings names: the trial, the backup and what brings it
/// back are of the latter, and would say and save nothing of the former.
private func requireDatabaseOfFile() async throws(DeploymentFailure) {
    let units = await SystemdUnits.states(SystemCommand.port, limit: .seconds(3), withJournal: false).value ?? [:]
    guard let unit = units.unitWithOwnDatabase() else { return }
    throw DeploymentFailure(
        .configuration,
        Phrase(
            "\(unit) has a DATABASE_URL of its own, and a deployment tries, saves and restores the database of "
                + InstallPaths.environment,
            fr: "\(unit) a sa propre DATABASE_URL, alors qu’un déploiement essaie, sauvegarde et restaure la base de "
                + InstallPaths.environment),
        hint: Phrase(
            "set it in the file (bitcoin-analyzer install --set DATABASE_URL=…), and remove it from the unit: systemctl "
                + "cat \(unit)",
            fr: "définissez-la dans le fichier (bitcoin-analyzer install --set DATABASE_URL=…) et retirez-la de "
                + "l’unité\u{A0}: systemctl cat \(unit)"))
}

extension [String: UnitState] {
    /// The first unit whose environment leads to another database than the settings without it; `nil` for none.
    func unitWithOwnDatabase(
        _ database: ([String: String]) -> String? = { (try? ResolvedSettings.ofUnit($0))?[.databaseURL]?.text }
    ) -> String? {
        let names = [SettingKey.databaseURL.rawValue, SettingKey.databaseURL.rawValue + "_FILE"]
        return [ServiceUnits.api, ServiceUnits.collect].first { name in
            guard let environment = self[name]?.environmentAsStarted, names.contains(where: { environment[$0] != nil })
            else { return false }
            return database(environment) != database(environment.filter { !names.contains($0.key) })
        }
    }
}
