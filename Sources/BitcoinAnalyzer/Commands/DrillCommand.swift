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
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract:
            "Causes a failure on purpose, in a simulated service, and shows its detection, explanation and recovery.",
        discussion: """
            Everything happens in a folder of its own, on loopback, against a simulated world; no database, unit or setting of this machine is touched. \
            Ends with 0 when what was named is what was injected, with 1 when not.
            Names: \(Drill.all.map(\.name).joined(separator: ", ")), \(SystemDrill.all.map(\.name).joined(separator: ", ")), or all.
            """)

    @OptionGroup var options: CommonOptions

    @Argument(help: "A cause or a story; all for every one that this machine can play.")
    var name: String

    @Flag(name: .long, help: "Give the table of results in Markdown.")
    var table = false

    func validate() throws {
        let known = Drill.all.map(\.name) + SystemDrill.all.map(\.name)
        guard name == "all" || known.contains(name) else {
            throw ValidationError("there is no drill '\(name)'; there are: all, \(known.joined(separator: ", "))")
        }
    }

    func run() async throws {
        try refuseRealDatabase()
        let results: [DrillResult]
        if SystemDrill.isPossible {
            let (name, report) = (name, report)
            results = try await stoppingOnSignals {
                try await SystemDrill.play(
                    SystemDrill.all.filter { name == "all" || $0.name == name }, progress: report)
            }
        } else {
            if SystemDrill.all.contains(where: { $0.name == name }), !Drill.all.contains(where: { $0.name == name }) {
                throw SystemDrill.notHere
            }
            results = try await stoppingOnSignals { try await ordinary() }
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
                writeToStandardError("\(drill.name): \(lack.message)\n")
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
                .unavailable, "\(drill.name) needs a PostgreSQL server of its own", hint: "apt-get install postgresql")
        case .mounts where geteuid() == 0: nil
        case .mounts:
            CommandFailure(
                .permission, "\(drill.name) mounts a small file system to fill it",
                hint: "run it as root: sudo bitcoin-analyzer drill \(drill.name)")
        }
    }

    /// A database that is set here could be taken for the one of the drill.
    private func refuseRealDatabase() throws {
        guard let origin = try options.resolvedSettings()[.databaseURL]?.origin, origin != "default",
            origin != ResolvedSettings.installedFile
        else { return }
        throw CommandFailure(
            .configuration,
            "DATABASE_URL is set (\(origin)), and a drill never touches a database that is in use: it makes one of its own, in a folder of its own",
            hint: "run it without: env -u DATABASE_URL bitcoin-analyzer drill \(name)")
    }

    private func lines(of results: [DrillResult]) -> [String] {
        if table { return [DrillResult.head] + results.map(\.row) }
        return results.map { result in
            let named = result.named.map(\.rawValue).joined(separator: ", ")
            let opened = result.opened_seconds.map { "\(($0 * 10).rounded() / 10) s" } ?? "–"
            let closed = result.closed_seconds.map { "\(($0 * 10).rounded() / 10) s" } ?? "–"
            return (result.isRight ? "✓ " : "✗ ")
                + options.language.localized(
                    "\(result.drill): named \(named.isEmpty ? "nothing" : named), opened after \(opened), closed after \(closed), \(result.evidence.count) evidence lines",
                    fr:
                        "\(result.drill)\u{A0}: désigné \(named.isEmpty ? "rien" : named), ouvert après \(opened), clos après \(closed), \(result.evidence.count) lignes de preuve"
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
