import ArgumentParser
import Domain
import Storage

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the database to this program's schema. Every command that collects or serves does so by itself; running it again changes nothing.")

    @OptionGroup var options: CommonOptions

    struct Result: Encodable {
        let database: String
        let schema: Int
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let result = try await wiring.withDatabase(for: .serving) { Result(database: wiring.settings.databaseURL.description, schema: try await $0.database.schemaVersion()) }
        try Output(options: options).give(result) { language in
            [language.say("\(result.database) has schema \(result.schema)", fr: "\(result.database) a le schéma \(result.schema)")]
        }
    }
}
