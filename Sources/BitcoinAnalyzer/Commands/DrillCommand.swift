import ArgumentParser
import Domain
import FoundationEssentials
import Sandbox

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

struct DrillCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "drill",
            Phrase(
                "Injects a failure into a simulated service, and shows its detection, explanation and recovery.",
                fr: "Provoque une panne dans un service simulé, et montre sa détection, son explication et son "
                    + "rétablissement."),
            discussion: Phrase(
                "Everything runs in a separate folder, on loopback, with simulated sources; no database, unit or "
                    + "setting of this machine is touched. Exits with 0 when the cause named is the cause injected, "
                    + "else with 1.\nNames: \(Drill.all.map(\.name).joined(separator: ", ")), "
                    + "\(SystemDrill.all.map(\.name).joined(separator: ", ")), or all.",
                fr: "Tout se passe dans un dossier à part, en local, avec des sources simulées\u{A0}; aucune base, "
                    + "unité ni réglage de cette machine n’est touché. Code de sortie\u{A0}: 0 si la cause nommée est "
                    + "celle qui a été provoquée, sinon 1.\nNoms\u{A0}: "
                    + "\(Drill.all.map(\.name).joined(separator: ", ")), "
                    + "\(SystemDrill.all.map(\.name).joined(separator: ", ")), ou all."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "A cause or a scenario; all for every drill that this machine supports.",
            fr: "Une cause ou un scénario\u{A0}; all pour tous ceux que cette machine permet.",
            value: Phrase("name", fr: "nom")))
    var name: String

    @Flag(
        name: .long,
        help: .localized(
            "Print the table of results in Markdown.",
            fr: "Affiche le tableau des résultats en Markdown."))
    var table = false

    func validate() throws {
        let known = Drill.all.map(\.name) + SystemDrill.all.map(\.name)
        guard name == "all" || known.contains(name) else {
            let list = known.joined(separator: ", ")
            throw ValidationError(
                "unknown drill '\(name)'; use all or one of \(list)",
                fr: "exercice inconnu\u{A0}: «\u{A0}\(name)\u{A0}»\u{A0}; exercices\u{A0}: all, \(list)")
        }
    }

    func run() async throws {
        try refuseRealDatabase()
        let results: [DrillResult]
        let isOrdinary = Drill.all.contains { $0.name == name }
        if SystemDrill.isPossible, !isOrdinary {
            let (name, report) = (name, report)
            results = try await stoppingOnSignals(isMoreToDo: true) {
                try await SystemDrill.play(
                    SystemDrill.all.filter { name == "all" || $0.name == name }, progress: report)
            }
        } else {
            if name != "all", !isOrdinary { throw SystemDrill.notHere }
            results = try await stoppingOnSignals(isMoreToDo: true) { try await ordinary() }
        }
        let isRight = results.allSatisfy(\.isRight)
        if name == "all" {
            try Output(options: options).write(results) { _ in lines(of: results) }
        } else if let result = results.first {
            try Output(options: options).write(result) { _ in lines(of: [result]) }
        }
        if !isRight { throw ExitCode(1) }
    }

    private func ordinary() async throws -> [DrillResult] {
        var results: [DrillResult] = []
        for drill in Drill.all where name == "all" || drill.name == name {
            if let lack = lack(of: drill) {
                guard name == "all" else { throw lack }
                writeToStandardError("\(drill.name): \(lack.message[options.language])\n")
                continue
            }
            announce(Phrase("drill \(drill.name)", fr: "exercice \(drill.name)"))
            results.append(await DrillRunner(progress: report).run(drill))
        }
        return results
    }

    private func lack(of drill: Drill) -> CommandFailure? {
        switch drill.level {
        case .processes: nil
        case .postgres where PostgresServer.isInstalled: nil
        case .postgres:
            CommandFailure(
                .unavailable,
                Phrase(
                    "\(drill.name) needs the PostgreSQL server programs",
                    fr: "\(drill.name) demande les programmes du serveur PostgreSQL"),
                hint: Phrase("install them: apt install postgresql", fr: "installez-les\u{A0}: apt install postgresql"))
        case .mounts where geteuid() == 0: nil
        case .mounts:
            CommandFailure(
                .permission,
                Phrase(
                    "\(drill.name) mounts a small file system, which requires root",
                    fr: "\(drill.name) monte un petit système de fichiers, ce qui demande root"),
                hint: Phrase(
                    "run: sudo bitcoin-analyzer drill \(drill.name)",
                    fr: "lancez\u{A0}: sudo bitcoin-analyzer drill \(drill.name)"))
        }
    }

    /// A configured database could be mistaken for that of the drill.
    private func refuseRealDatabase() throws {
        guard let origin = try options.resolvedSettings()[.databaseURL]?.origin,
            origin != ResolvedSettings.defaultOrigin,
            origin != ResolvedSettings.installedFile
        else { return }
        throw CommandFailure(
            .configuration,
            Phrase(
                "DATABASE_URL is set (\(origin)), but drills use their own database and never a real one",
                fr:
                    "DATABASE_URL est défini (\(ResolvedSettings.shownOrigin(origin).french)), mais les exercices "
                    + "utilisent leur propre base, jamais une vraie"),
            hint: Phrase(
                "run it without: env -u DATABASE_URL bitcoin-analyzer drill \(name)",
                fr: "lancez-le sans\u{A0}: env -u DATABASE_URL bitcoin-analyzer drill \(name)"))
    }

    private func lines(of results: [DrillResult]) -> [String] {
        if table { return [DrillResult.head] + results.map(\.row) }
        return results.map { result in
            let language = options.language
            let named = Phrase(list: result.named.map(\.rawValue))[language]
            let evidence = Phrase(
                count: result.evidence.count, ("line of evidence", "lines of evidence"),
                fr: ("ligne de preuve", "lignes de preuve"))[language]
            let opened = result.opened_seconds.map { "\(($0 * 10).rounded() / 10) s" } ?? "–"
            let closed = result.closed_seconds.map { "\(($0 * 10).rounded() / 10) s" } ?? "–"
            return (result.isRight ? "✓ " : "✗ ")
                + language.localized(
                    "\(result.drill): named \(named.isEmpty ? "nothing" : named), opened after \(opened), closed after "
                        + "\(closed), \(evidence)",
                    fr:
                        "\(result.drill)\u{A0}: désigné \(named.isEmpty ? "rien" : named), ouvert après \(opened), "
                        + "clos après \(closed), \(evidence)"
                )
                + (result.trouble.map { "\n    \($0)" } ?? "")
        }
    }

    private var report: @Sendable (Phrase) -> Void {
        let (language, json) = (options.language, options.json)
        return { if !json { writeToStandardError("  \($0[language])\n") } }
    }

    private func announce(_ phrase: Phrase) {
        if !options.json { writeToStandardError(phrase[options.language] + "\n") }
    }
}
