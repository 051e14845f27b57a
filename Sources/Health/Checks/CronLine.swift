import Domain

/// A line of a crontab (crontab(5)).
enum CronLine {
    /// The words of its command, up to the first operator of the shell; without the schedule, and the user where the
    /// table has that field.
    static func command(of line: String, namesUser: Bool) -> [String] {
        var words = ShellWords.words(line)[...]
        words = words.first?.hasPrefix("@") == true ? words.dropFirst() : words.dropFirst(5)
        if namesUser { words = words.dropFirst() }
        return Array(words.prefix { !isOperator($0) })
    }

    /// Whether the line is one that starts something, rather than a comment or a variable.
    static func isJob(_ line: some StringProtocol) -> Bool {
        guard let first = line.first(where: { !$0.isWhitespace }) else { return false }
        return first == "*" || first == "@" || first.isNumber
    }

    private static func isOperator(_ word: String) -> Bool {
        ["|", "&", ";", ">", "<"].contains { word.hasPrefix($0) } || word.hasPrefix("2>") || word.hasPrefix("1>")
    }
}

/// Why a scheduled command cannot be this program.
enum CommandFault: Hashable {
    case wrongInterpreter(String, of: String, wanted: String?)
    case missing(String)
    case notExecutable(String)
    case notOurs(String)

    private static let interpreters = ["python", "perl", "ruby", "node", "php", "bash", "dash", "zsh", "sh"]

    /// `nil` when nothing is wrong.
    /// - Parameter files: what is known of the files that the words name.
    static func of(_ words: [String], files: [String: ExecutableFacts]) -> CommandFault? {
        for (index, word) in words.enumerated() {
            let name = word.split(separator: "/").last.map(String.init) ?? word
            let following = words.dropFirst(index + 1)
            if let interpreter = interpreters.first(where: {
                name == $0 || name.hasPrefix($0) && name.dropFirst($0.count).allSatisfy { $0.isNumber || $0 == "." }
            }),
                let file = following.first(where: { !$0.hasPrefix("-") }), !following.contains("-c"),
                !following.contains("-m")
            {
                if let fault = misread(file, by: interpreter, files[file]) { return fault }
                // A script run by its own interpreter may do anything; the recorded runs show whether it works.
                return nil
            }
            guard name == "bitcoin-analyzer" else { continue }
            guard let facts = files[word] else { return nil }
            if !facts.exists { return .missing(word) }
            if !facts.isExecutable { return .notExecutable(word) }
            return facts.isBinary || facts.interpreter != nil ? nil : .notOurs(word)
        }
        // Whatever the command starts has to exist.
        if let missing = words.first(where: { files[$0]?.exists == false && $0.hasPrefix("/") }) {
            return .missing(missing)
        }
        return nil
    }

    private static func misread(_ file: String, by interpreter: String, _ facts: ExecutableFacts?) -> CommandFault? {
        guard let facts else { return nil }
        if !facts.exists { return .missing(file) }
        if facts.isBinary { return .wrongInterpreter(interpreter, of: file, wanted: nil) }
        let shells = ["sh", "bash", "dash", "zsh"]
        let wanted =
            facts.interpreter.flatMap { line in interpreters.first { line.contains($0) } }
            ?? (file.hasSuffix(".sh") ? "sh" : file.hasSuffix(".py") ? "python" : nil)
        guard let wanted, wanted != interpreter, !(shells.contains(wanted) && shells.contains(interpreter)) else {
            return nil
        }
        return .wrongInterpreter(interpreter, of: file, wanted: wanted)
    }

    var phrase: Phrase {
        switch self {
        case .wrongInterpreter(let interpreter, let file, let wanted):
            Phrase(
                "the schedule runs \(file) through "
                    + "\(interpreter)\(wanted.map { ", but it is written for \($0)" } ?? ", but it is a compiled program")",
                fr:
                    "la planification lance \(file) avec "
                    + "\(interpreter)\(wanted.map { ", alors qu’il est écrit pour \($0)" } ?? ", alors que c’est un programme compilé")"
            )
        case .missing(let file):
            Phrase(
                "the schedule runs \(file), which does not exist",
                fr: "la planification lance \(file), qui n’existe pas")
        case .notExecutable(let file):
            Phrase(
                "the schedule runs \(file), which is not executable",
                fr: "la planification lance \(file), qui n’est pas exécutable")
        case .notOurs(let file):
            Phrase(
                "the schedule runs \(file), which is not this program",
                fr: "la planification lance \(file), qui n’est pas ce programme")
        }
    }
}
