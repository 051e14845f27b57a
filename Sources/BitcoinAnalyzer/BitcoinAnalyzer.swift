import ArgumentParser
import Domain
import FoundationEssentials
import OperatingSystem

@main
struct BitcoinAnalyzer: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "bitcoin-analyzer",
            Phrase(
                "Collects Bitcoin prices and news every hour, stores them on your machine, and serves an API and a "
                    + "dashboard.",
                fr:
                    "Collecte chaque heure les cours et l’actualité du bitcoin, les conserve sur votre machine et les "
                    + "présente (API et tableau de bord)."
            ),
            version: programVersionAndCommit,
            subcommands: [
                ServeCommand.self, APICommand.self, WebCommand.self, CollectCommand.self, BackfillCommand.self,
                ImportCommand.self, ExportCommand.self, MoodCommand.self,
                AnalyzeCommand.self, EvaluateCommand.self, AlertsCommand.self, AICommand.self, RunsCommand.self,
                StatusCommand.self,
                WhyCommand.self, DoctorCommand.self,
                DrillCommand.self, SettingsCommand.self, MigrateCommand.self, DemoCommand.self, InstallCommand.self,
                UninstallCommand.self, TimelineCommand.self, BackupCommand.self, RestoreCommand.self,
                IncidentsCommand.self, DeployCommand.self, PreflightCommand.self, ReleasesCommand.self,
                RollbackCommand.self, VerifyCommand.self, SignCommand.self,
                UpdateCommand.self, VAPIDKeysCommand.self,
            ])
    }

    /// Parses and runs the command, and exits with a code of the contract. Every failure is reported once, here.
    static func main() async {
        Heap.limit()
        DescriptorLimit.raise()
        StandardOutput.reserveDescriptors()
        let arguments = withJoinedNumbers(Array(CommandLine.arguments.dropFirst()))
        let language = Language(arguments: arguments, environment: ProcessInfo.processInfo.environment)
        await HelpLanguage.$current.withValue(language) {
            await run(arguments, language, json: arguments.contains("--json"))
        }
    }

    private static func run(_ arguments: [String], _ language: Language, json: Bool) async {
        do {
            try rejectInvalidText()
            try rejectUnknownCommand(arguments)
            var command = try parseAsRoot(withoutLanguageOfRoot(arguments))
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            // exit(3) would destroy globals that a timed-out health check may still use.
            Terminal.end(0)
        } catch let failure where CommandFailure(failure) != nil {
            guard let failure = CommandFailure(failure) else { return }
            ExitIncidentRecorder.record(failure, arguments: arguments)
            failure.reportAndExit(language, json: json)
        } catch  where json && exitCode(for: error) == .validationFailure {
            CommandFailure(
                .usage, Phrase(verbatim: HelpTranslation.translate(message(for: error), to: language)),
                hint: Phrase(
                    "bitcoin-analyzer --help lists the commands",
                    fr: "bitcoin-analyzer --help donne la liste des commandes")
            ).reportAndExit(language, json: true)
        } catch {
            // Help, the version, usage errors (64) and bare exit codes.
            let text = HelpTranslation.translate(fullMessage(for: error), to: language).printableLines()
            let code = exitCode(for: error)
            if !text.isEmpty, !code.isSuccess { writeToStandardError(text + "\n") }
            if !text.isEmpty, code.isSuccess {
                do { try StandardOutput.printLine(text) } catch { error.reportAndExit(language, json: false) }
            }
            Terminal.end(code.rawValue)
        }
    }

    /// `--lang` before a command, or with `help`, is read by ``Language``; the parser knows it as an option of the
    /// commands only.
    static func withoutLanguageOfRoot(_ arguments: [String]) -> [String] {
        guard let first = arguments.first, first == "help" || first.hasPrefix("-") else { return arguments }
        var rest: [String] = []
        var skips = false
        for argument in arguments {
            if skips || argument.hasPrefix("--lang=") {
                skips = false
            } else if argument == "--lang" {
                skips = true
            } else {
                rest.append(argument)
            }
        }
        return rest
    }

    /// `--limit -5` as `--limit=-5`: ArgumentParser would take the number for an option, and report a missing value.
    static func withJoinedNumbers(_ arguments: [String]) -> [String] {
        arguments.reduce(into: []) { joined, argument in
            if let option = joined.last, option.hasPrefix("--"), option.count > 2, !option.contains("="),
                Double(argument).map({ $0 < 0 }) ?? false
            {
                joined[joined.count - 1] = option + "=" + argument
            } else {
                joined.append(argument)
            }
        }
    }

    /// Arguments that are not UTF-8, such as a file name in Latin-1, would be changed: another file would be written.
    private static func rejectInvalidText() throws(CommandFailure) {
        for index in 1..<max(1, Int(CommandLine.argc)) {
            guard let bytes = CommandLine.unsafeArgv[index], String(validatingCString: bytes) == nil else { continue }
            let shown = String(cString: bytes)
            throw CommandFailure(
                .usage,
                Phrase(
                    "argument \(index) is not valid UTF-8: '\(shown)'",
                    fr: "l’argument \(index) n’est pas de l’UTF-8 valable\u{A0}: «\u{A0}\(shown)\u{A0}»"),
                hint: Phrase(
                    "rename the file, or write the argument in UTF-8",
                    fr: "renommez le fichier, ou écrivez l’argument en UTF-8"))
        }
    }

    /// For an unknown command, ArgumentParser would report the options after it as unknown instead.
    private static func rejectUnknownCommand(_ arguments: [String]) throws(CommandFailure) {
        var level: any ParsableCommand.Type = self
        var words = arguments[...]
        let asksForHelp = words.first == "help"
        if asksForHelp { words = words.dropFirst() }
        repeat {
            let subcommands = level.configuration.subcommands
            let known = subcommands.compactMap { $0.configuration.commandName }
            guard !known.isEmpty, let word = words.popFirst(), !word.hasPrefix("-") else { return }
            guard let next = subcommands.first(where: { $0.configuration.commandName == word }) else {
                let list = known.joined(separator: ", ")
                throw CommandFailure(
                    .usage, Phrase("unknown command '\(word)'", fr: "commande inconnue\u{A0}: «\u{A0}\(word)\u{A0}»"),
                    hint: Phrase("use one of \(list)", fr: "commandes\u{A0}: \(list)"))
            }
            level = next
        } while asksForHelp
    }
}
