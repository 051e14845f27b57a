import ArgumentParser
import Domain

struct AICommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "ai",
            Phrase(
                "Shows the calls of the language model, and checks texts about the market.",
                fr: "Affiche les appels du modèle de langage, et vérifie des textes sur le marché."),
            subcommands: [AICallsCommand.self, AICheckCommand.self], defaultSubcommand: AICallsCommand.self)
    }
}
