import ArgumentParser
import Domain
import Foundation
import Testing

@testable import BitcoinAnalyzer

@Suite("Help") struct HelpTests {
    /// Every command with its path, from the command tree.
    static let commands: [(path: String, type: any ParsableCommand.Type)] = tree(BitcoinAnalyzer.self, path: "")

    private static func tree(_ type: any ParsableCommand.Type, path: String) -> [(String, any ParsableCommand.Type)] {
        let own = path + (path.isEmpty ? "" : " ") + (type.configuration.commandName ?? "")
        return [(own, type)] + type.configuration.subcommands.flatMap { tree($0, path: own) }
    }

    private static func help(_ type: any ParsableCommand.Type, _ language: Language) -> String {
        HelpLanguage.$current.withValue(language) {
            HelpTranslation.translate(BitcoinAnalyzer.helpMessage(for: type, columns: 100), to: language)
        }
    }

    @Test("is in French for every command, the parser's own words included", arguments: commands.map(\.path))
    func french(path: String) throws {
        let type = try #require(Self.commands.first { $0.path == path }?.type)
        let text = Self.help(type, .french)
        for word in [
            "OVERVIEW", "USAGE:", "OPTIONS:", "ARGUMENTS:", "SUBCOMMANDS", "Show ", "(default:", "(values:", "See '",
            "<subcommand>", "<file>", "<limit>", " the ", " and ",
        ] {
            #expect(!text.contains(word), "\(path): \(word)")
        }
        #expect(text.contains("PRÉSENTATION\u{A0}: ") && text.contains("OPTIONS\u{A0}:"))
    }

    @Test("names no command that the README does not")
    func readme() throws {
        let file = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/README.md"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        for type in BitcoinAnalyzer.configuration.subcommands {
            let name = type.configuration.commandName ?? ""
            #expect(text.contains("`\(name)`") || text.contains("`\(name) "), "\(name)")
        }
    }

    @Test("has the same options in both languages", arguments: commands.map(\.path))
    func structure(path: String) throws {
        let type = try #require(Self.commands.first { $0.path == path }?.type)
        let options = { (language: Language) in
            Self.help(type, language).split(separator: "\n").compactMap { line in
                line.split(separator: " ").first { $0.hasPrefix("--") && line.hasPrefix("  -") }
            }
        }
        let english = options(.english)
        #expect(english == options(.french) && english.contains("--help"))
        #expect(Self.help(type, .english) != Self.help(type, .french))
        #expect(Self.help(type, .english).hasPrefix("OVERVIEW: "))
    }

    @Test("of an option differs between the languages for every option and argument", arguments: commands.map(\.path))
    func everyOption(path: String) throws {
        let type = try #require(Self.commands.first { $0.path == path }?.type)
        // Descriptions start in column 26, beside or below their label. Single words may be names of values.
        let texts = { (language: Language) in
            Set(
                Self.help(type, language).split(separator: "\n").filter { $0.hasPrefix("  ") && $0.count > 26 }
                    .map { String($0.dropFirst(26)) }.filter { $0.contains(" ") })
        }
        #expect(texts(.english).isDisjoint(with: texts(.french)))
    }

    @Test(
        "follows --lang, then LC_ALL, then LANG",
        arguments: [
            ((["status", "--lang", "fr"], [:]), Language.french), ((["--lang=fr", "--help"], [:]), .french),
            (([], ["LANG": "fr_FR.UTF-8"]), .french), (([], ["LANG": "fr_FR.UTF-8", "LC_ALL": "C"]), .english),
            ((["--lang", "en"], ["LANG": "fr_FR.UTF-8"]), .english), (([], [:]), .english),
        ] as [(([String], [String: String]), Language)])
    func language(input: ([String], [String: String]), expected: Language) {
        #expect(Language(arguments: input.0, environment: input.1) == expected)
    }

    @Test("of a usage error is in French too")
    func usageError() {
        let text = HelpTranslation.translate(
            "Error: Unknown option '--limt'. Did you mean '--limit'?\nUsage: bitcoin-analyzer runs [--limit <limit>]\n"
                + "  See 'bitcoin-analyzer runs --help' for more information.", to: .french)
        #expect(
            text
                == "Erreur\u{A0}: Option inconnue\u{A0}: --limt. Vouliez-vous dire --limit\u{A0}?\n"
                + "Usage\u{A0}: bitcoin-analyzer runs [--limit <limit>]\n"
                + "  «\u{A0}bitcoin-analyzer runs --help\u{A0}» donne plus d’informations.")
    }
}
