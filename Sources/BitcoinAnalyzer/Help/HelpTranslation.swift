import Domain

/// Translates the texts of ArgumentParser itself: section titles, built-in options and usage errors. The library has no
/// localisation (https://github.com/apple/swift-argument-parser, 1.x: `HelpGenerator`, `UsageGenerator`).
enum HelpTranslation {
    /// - Parameter text: help or a usage error as ArgumentParser renders it; all other texts in it are in `language`
    ///   already.
    static func translate(_ text: String, to language: Language) -> String {
        guard language == .french else { return text }
        return text.textLines(keepingEmpty: true).map(french).joined(separator: "\n")
    }

    private static func french(_ line: Substring) -> String {
        var text = String(line)
        for (english, french) in titles where text.hasPrefix(english) {
            text = french + text.dropFirst(english.count)
        }
        for template in templates { text = template.applied(to: text) }
        return text
    }

    /// Texts at the beginning of a line.
    private static let titles: [(String, String)] = [
        ("OVERVIEW: ", "PRÉSENTATION\u{A0}: "), ("USAGE: ", "USAGE\u{A0}: "), ("Usage: ", "Usage\u{A0}: "),
        ("ARGUMENTS:", "ARGUMENTS\u{A0}:"), ("OPTIONS:", "OPTIONS\u{A0}:"),
        ("SUBCOMMANDS:", "SOUS-COMMANDES\u{A0}:"), ("Error: ", "Erreur\u{A0}: "), ("Help:  ", "Aide\u{A0}:  "),
    ]

    /// Longer texts before those that they contain.
    private static let templates = [
        Template("<subcommand>", "<sous-commande>"),
        Template("See '%' for detailed help.", "«\u{A0}%\u{A0}» donne l’aide détaillée."),
        Template("See '%' for more information.", "«\u{A0}%\u{A0}» donne plus d’informations."),
        Template("Show help information.", "Affiche cette aide."),
        Template("Show subcommand help information.", "Affiche l’aide d’une sous-commande."),
        Template("Show the version.", "Affiche la version."),
        Template("(default:", "(par défaut\u{A0}:"), Template("; default:", "\u{A0}; par défaut\u{A0}:"),
        Template("(values:", "(valeurs\u{A0}:"), Template(" (default)", " (par défaut)"),
        Template(
            "Unknown option '%'. Did you mean '%'?", "Option inconnue\u{A0}: %. Vouliez-vous dire %\u{A0}?"),
        Template("Unknown option '%'", "Option inconnue\u{A0}: %"),
        Template("Missing value for '%'", "Valeur manquante pour %"),
        Template(
            "The option '%' does not take any value, but '%' was specified.",
            "L’option % ne prend pas de valeur (reçu\u{A0}: «\u{A0}%\u{A0}»)."),
        Template("Unexpected argument '%'", "Argument inattendu\u{A0}: %"),
        Template(" unexpected arguments: ", " arguments inattendus\u{A0}: "),
        Template("Missing expected argument '%'", "Argument manquant\u{A0}: %"),
        Template("Missing one of: ", "Il manque l’un de\u{A0}: "),
        Template("Missing required subcommand.", "Sous-commande manquante."),
        Template("Invalid option: ", "Option non valable\u{A0}: "),
        Template("The value '%' is invalid for '%'", "La valeur «\u{A0}%\u{A0}» n’est pas valable pour %"),
        Template("Please provide one of the following:", "Valeurs possibles\u{A0}:"),
        Template("Please provide one of '%' and '%'.", "Valeurs possibles\u{A0}: % et %."),
        Template("Please provide one of %.", "Valeurs possibles\u{A0}: %."),
    ]
}

/// A text with `%` for each variable part, and its translation with the same parts in the same order.
private struct Template: Sendable {
    private let english: [String]
    private let french: [String]

    init(_ english: String, _ french: String) {
        self.english = english.split(separator: "%", omittingEmptySubsequences: false).map(String.init)
        self.french = french.split(separator: "%", omittingEmptySubsequences: false).map(String.init)
    }

    /// Replaces the first occurrence in a line.
    func applied(to line: String) -> String {
        guard let start = line.firstRange(of: english[0]) else { return line }
        var result = line[..<start.lowerBound] + french[0]
        var rest = line[start.upperBound...]
        for (separator, translation) in zip(english, french).dropFirst() {
            guard let end = rest.firstRange(of: separator) else { return line }
            result += rest[..<end.lowerBound] + translation
            rest = rest[end.upperBound...]
        }
        return String(result + rest)
    }
}
