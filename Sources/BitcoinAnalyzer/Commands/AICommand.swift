import ArgumentParser
import Domain

struct AICommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "ai",
            Phrase("Checks texts about the market.", fr: "Vérifie des textes sur le marché."),
            subcommands: [AICheckCommand.self])
    }
}
