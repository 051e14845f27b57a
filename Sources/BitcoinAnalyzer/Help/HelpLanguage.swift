import Domain

/// The language of help texts and usage errors.
///
/// ArgumentParser reads help texts from static members and from the initial values of options, which take no
/// parameters: the language reaches them as a task-local value, which is set once, before the command line is parsed.
enum HelpLanguage {
    @TaskLocal static var current = Language.english
}

extension Language {
    /// The language that a command line asks for with `--lang`, else that of the environment.
    init(arguments: [String], environment: [String: String]) {
        var chosen: String?
        for (index, argument) in arguments.enumerated() {
            if argument == "--lang" { chosen = arguments.dropFirst(index + 1).first }
            if argument.hasPrefix("--lang=") { chosen = String(argument.dropFirst(7)) }
        }
        self = chosen.flatMap(Language.init(rawValue:)) ?? Language(environment: environment)
    }

    /// The language of the locale in `LC_ALL`, else `LANG` (locale(7)): French, else English.
    init(environment: [String: String]) {
        let locale = [environment["LC_ALL"], environment["LANG"]].compactMap(\.self).first { !$0.isEmpty } ?? ""
        self = locale.lowercased().hasPrefix("fr") ? .french : .english
    }
}
