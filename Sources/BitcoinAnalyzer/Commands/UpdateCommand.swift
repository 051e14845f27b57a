import ArgumentParser
import Deployment
import Domain
import FoundationEssentials
import OperatingSystem
import Outbound

struct UpdateCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "update",
            Phrase(
                "Deploys the newest release of UPDATE_FROM, if there is one.",
                fr: "Déploie la dernière version de UPDATE_FROM, s’il y en a une."),
            discussion: Phrase(
                "With UPDATE_FROM set, install has a timer run it within UPDATE_WINDOW. What failed here, or was rolled "
                    + "back, is not deployed again. Exits with 1 when the new release was refused or undone.",
                fr: "Si UPDATE_FROM est défini, install la fait lancer par un timer pendant UPDATE_WINDOW. Une version "
                    + "qui a échoué ici, ou qui a été annulée par rollback, n’est pas redéployée. Code de sortie\u{A0}: 1 "
                    + "si la nouvelle version est refusée ou annulée."))
    }

    @OptionGroup var options: CommonOptions
    @OptionGroup var watching: WatchOption

    @Flag(
        name: .long,
        help: .init(
            HelpLanguage.current.localized("As the timer does: not outside UPDATE_WINDOW.", fr: "Comme le timer."),
            visibility: .private))
    var scheduled = false

    @Option(
        name: .long,
        help: .init(
            HelpLanguage.current.localized(
                "Only copies what would be deployed into this folder.", fr: "Copie seulement vers ce dossier."),
            valueName: HelpLanguage.current.localized("folder", fr: "dossier"), visibility: .private))
    var fetchTo: String?

    private static let folder = InstallPaths.state + "/update"

    private struct Report: Encodable {
        /// The newest release of the source, when this host has not had it.
        let available: String?
        let deployment: ReleaseReport?
    }

    func run() async throws {
        if let fetchTo { return try await fetch(to: fetchTo) }
        try DeploymentTarget.requireRoot(to: "update")
        let settings = try await ServiceSettings.resolve(options).settings ?? options.settings()
        guard let updates = settings.updates else {
            return try end(
                Report(available: nil, deployment: nil),
                Phrase(
                    "UPDATE_FROM is not set: releases are deployed by hand",
                    fr: "UPDATE_FROM n’est pas défini\u{A0}: les versions sont déployées à la main"))
        }
        if scheduled, let window = updates.window, !window.contains(MarketClock.real.now()) { return }
        // Root removes nothing in a folder of another user: the next copy begins by emptying it.
        try await fetchAsService()
        guard let release = try offered(by: updates) else {
            return try end(
                Report(available: nil, deployment: nil),
                Phrase("no newer release in ", fr: "aucune version plus récente dans ")
                    + Phrase(verbatim: updates.source.shownText))
        }
        try await deploy(release)
    }

    private func end(_ report: Report, _ text: Phrase) throws {
        // The timer has nothing to say four times an hour.
        if scheduled { return }
        try Output(options: options).write(report) { [text[$0]] }
    }

    // MARK: - The service's user

    private func fetch(to folder: String) async throws {
        let settings = try options.settings()
        guard let updates = settings.updates else { return }
        let client = PoliteClient(
            userAgent: "bitcoin-analyzer/\(programVersion)", privateHosts: settings.privateHosts,
            proxies: settings.proxies)
        do {
            try await ReleaseSource(source: updates.source, client: client).copy(
                to: folder, over: Self.live, try ReleaseStore().records(), trusting: try .trusted())
            await client.shutdown()
        } catch {
            await client.shutdown()
            throw error
        }
    }

    /// What talks to other hosts is not root.
    private func fetchAsService() async throws {
        let words = [
            "systemd-run", "--quiet", "--pipe", "--wait", "--collect", "--unit=bitcoin-analyzer-fetching.service",
            "--property=User=\(InstallPaths.user)", "--property=Group=\(InstallPaths.user)",
            "--property=NoNewPrivileges=yes", "--property=ProtectSystem=strict",
            "--property=ReadWritePaths=\(InstallPaths.state)", "--property=PrivateDevices=yes",
            "--property=PrivateTmp=yes", "--property=MemoryMax=2G", InstallPaths.program, "update", "--fetch-to",
            Self.folder, "--lang", options.language.rawValue,
        ]
        let problem: String
        do throws(CommandError) {
            let result = try await SystemCommand.port(words, .seconds(2100))
            if result.status == 0 { return }
            problem = result.errors
        } catch {
            problem = error.description
        }
        throw CommandFailure(
            .unavailable,
            Phrase("no release could be looked for", fr: "la recherche d’une version a échoué"),
            hint: Phrase(
                "check UPDATE_FROM; it is tried again by the timer",
                fr: "vérifiez UPDATE_FROM\u{A0}; le timer réessaie"),
            detail: problem.condensedLine(limit: 600))
    }

    // MARK: - Root

    private struct Offer {
        let name: String
        let version: ReleaseVersion
        let archive: Data
    }

    /// The release that was copied, read once and verified: its files are the service's, which could change them.
    private func offered(by updates: UpdateSettings) throws -> Offer? {
        let keys = try ReleaseKeys.trusted()
        func verified(_ name: String, limit: Int) throws -> Data {
            let path = "\(Self.folder)/\(name)"
            let data = try ReleaseFile.copy(of: path, limit: limit)
            _ = try ReleaseSignature.verify(path, data, with: keys)
            return data
        }
        let index = try ReleaseIndex(
            try verified(ReleaseIndex.file, limit: ReleaseIndex.largest), from: updates.source.shownText)
        guard let entry = index.candidate(over: Self.live, try ReleaseStore().records()) else { return nil }
        let archive = try verified(entry.file, limit: ReleaseIndex.largestArchive)
        guard Manifest.digest(archive) == entry.sha256 else {
            throw DeploymentFailure(
                .badInput,
                Phrase(
                    "\(entry.file) is not the file that the index names",
                    fr: "\(entry.file) n’est pas le fichier que nomme l’index"),
                hint: Phrase(
                    "its publisher makes the index again: scripts/release-index",
                    fr: "son éditeur doit recréer l’index\u{A0}: scripts/release-index"))
        }
        return Offer(name: entry.file, version: entry.version, archive: archive)
    }

    private func deploy(_ offer: Offer) async throws {
        let (started, duration) = (ContinuousClock.now, try WatchOption.duration(of: watching.watch))
        let (settings, outcome) = try await withDeployer(options, named: "update", by: "update", alone: true) {
            deployer in
            try await deployer.deploy(
                file: offer.name, archive: offer.archive, watching: duration, again: false)
        }
        let report = ReleaseReport(outcome, took: ContinuousClock.now - started)
        try Output(options: options).write(Report(available: "\(offer.version)", deployment: report)) {
            report.lines($0)
        }
        settings.keep(outcome, language: options.language)
        Terminal.end(report.reason == nil ? 0 : 1)
    }

    /// This program is the installed one.
    private static let live = ReleaseVersion(programVersion) ?? .none
}
