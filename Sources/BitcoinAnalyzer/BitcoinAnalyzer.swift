import ArgumentParser

@main
struct BitcoinAnalyzer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bitcoin-analyzer",
        abstract:
            "Bitcoin's price, its news and a short analysis, collected every hour and served on your own machine.",
        version: programVersion,
        subcommands: [
            ServeCommand.self, APICommand.self, WebCommand.self, CollectCommand.self, BackfillCommand.self,
            AnalyzeCommand.self,
            RunsCommand.self, StatusCommand.self, WhyCommand.self, DoctorCommand.self, DrillCommand.self,
            SettingsCommand.self, MigrateCommand.self, DemoCommand.self,
            InstallCommand.self, UninstallCommand.self, TimelineCommand.self,
            BackupCommand.self, RestoreCommand.self, IncidentsCommand.self,
        ])

    /// Parses, runs, and ends with the exit code of the contract. Every failure is told once, here.
    static func main() async {
        do {
            try rejectUnknownCommand()
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            // At once: a look that was left behind must not meet what exit(3) takes apart.
            Terminal.end(0)
        } catch let failure where CommandFailure(failure) != nil {
            guard let failure = CommandFailure(failure) else { return }
            ExitIncidentRecorder.record(failure, words: Array(CommandLine.arguments.dropFirst()))
            failure.reportAndExit(json: CommandLine.arguments.contains("--json"))
        } catch  where CommandLine.arguments.contains("--json") && exitCode(for: error) == .validationFailure {
            CommandFailure(
                .usage, message(for: error), hint: "bitcoin-analyzer help lists the commands and their options"
            ).reportAndExit(json: true)
        } catch {
            // Usage errors and --help are ArgumentParser's own to tell; its usage code is 64.
            exit(withError: error)
        }
    }

    /// ArgumentParser would blame the options after a word that it does not know, not the word.
    private static func rejectUnknownCommand() throws(CommandFailure) {
        let known = configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"),
            !(known + ["help"]).contains(word)
        else { return }
        throw CommandFailure(
            .usage, "there is no command '\(word)'", hint: "use one of " + known.joined(separator: ", "))
    }
}
