import ArgumentParser
import Deployment
import Domain
import FoundationEssentials
import OperatingSystem

struct ReleasesCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "releases",
            Phrase(
                "Lists the releases that were deployed on this host, newest first.",
                fr: "Affiche les versions déployées sur cette machine, de la plus récente à la plus ancienne."),
            discussion: Phrase(
                "The live release and the two before it are kept: rollback returns to them.",
                fr: "La version en service et les deux précédentes sont conservées\u{A0}: rollback y revient."))
    }

    @OptionGroup var options: CommonOptions

    private struct Line: Encodable {
        let version, commit: String
        let time: Timestamp
        let by: String
        let outcome: ReleaseRecord.Outcome
        let reason: String?
    }

    func run() async throws {
        let records = try ReleaseStore().records().reversed()
        let language = options.language
        let lines = records.map { record in
            Line(
                version: "\(record.release.version)", commit: record.release.commit, time: record.time, by: record.by,
                outcome: record.outcome, reason: record.reason?[language])
        }
        try Output(options: options).write(lines) { language in
            if lines.isEmpty {
                return [
                    language.localized(
                        "no release was deployed here; start with bitcoin-analyzer deploy FILE",
                        fr: "aucune version n’a été déployée ici\u{A0}; commencez par bitcoin-analyzer deploy FICHIER")
                ]
            }
            return lines.flatMap { line in
                let commit = line.commit.isEmpty ? "" : "  \(line.commit.prefix(8))"
                return [
                    "\(line.version)\(commit)  \(line.time)  \(line.by)  \(line.outcome.title[language])"
                ] + (line.reason.map { ["    \($0)"] } ?? [])
            }
        }
    }
}

extension ReleaseRecord.Outcome {
    /// The name of one that this version does not know.
    var title: Phrase {
        switch self {
        case .live: Phrase("live", fr: "en service")
        case .replaced: Phrase("replaced", fr: "remplacée")
        case .refused: Phrase("refused", fr: "refusée")
        case .undone: Phrase("undone", fr: "annulée")
        case .interrupted: Phrase("interrupted", fr: "interrompue")
        default: Phrase(verbatim: rawValue)
        }
    }
}

struct RollbackCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "rollback",
            Phrase(
                "Returns to an earlier release: its program, units and settings.",
                fr: "Revient à une version antérieure\u{A0}: son programme, ses unités et ses réglages."),
            discussion: Phrase(
                "Settings that were edited since the upgrade are kept. The database is not changed: a release that "
                    + "cannot use it is refused.",
                fr: "Les réglages modifiés depuis la mise à niveau sont conservés. La base de données n’est pas "
                    + "modifiée\u{A0}: une version qui ne peut pas s’en servir est refusée."))
    }

    @OptionGroup var options: CommonOptions

    @Option(
        name: .long,
        help: .localized(
            "How long the release is watched: 90s, 5m.",
            fr: "Durée de surveillance de la version\u{A0}: 90s, 5m.", value: Phrase("duration", fr: "durée")))
    var watch = "15s"

    @Argument(
        help: .localized(
            "The version; the one before the live one if omitted.",
            fr: "La version\u{A0}; si omise, celle d’avant.", value: Phrase(verbatim: "version")))
    var version: String?

    @Flag(
        name: .long,
        help: .init(
            HelpLanguage.current.localized(
                "Only undoes a deployment that ends before its result: for its own unit.",
                fr: "Annule seulement un déploiement interrompu\u{A0}: pour sa propre unité."), visibility: .private))
    var interrupted = false

    func validate() throws {
        if let version, ReleaseVersion(version) == nil {
            throw ValidationError.invalid(
                "VERSION", Phrase("a version such as 1.4.0", fr: "une version comme 1.4.0"), got: version)
        }
        _ = try WatchOption.duration(of: watch)
    }

    func run() async throws {
        let (target, duration) = (version.flatMap { ReleaseVersion($0) }, try WatchOption.duration(of: watch))
        if interrupted {
            _ = try await withDeployer(options, named: "rollback") { try await $0.recoverWhenInterrupted() }
            return
        }
        let started = ContinuousClock.now
        let (_, outcome) = try await withDeployer(options, named: "rollback") {
            try await $0.rollback(to: target, watching: duration)
        }
        let report = ReleaseReport(outcome, took: ContinuousClock.now - started)
        try Output(options: options).write(report) { report.lines($0) }
        Terminal.end(report.reason == nil ? 0 : 1)
    }
}
