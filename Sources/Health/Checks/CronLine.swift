import Domain

/// A line of a crontab (crontab(5)).
enum CronLine {
    /// The words of its command, up to the first operator of the shell; without the schedule, and the user where the
    /// table has that field.
    static func command(of line: String, namesUser: Bool) -> [String] {
        Array(words(of: line, namesUser: namesUser).prefix { !isOperator($0) })
    }

    /// The words after the schedule, and the user where the table has that field.
    static func words(of line: String, namesUser: Bool) -> [String] {
        var words = ShellWords.words(line)[...]
        words = words.first?.hasPrefix("@") == true ? words.dropFirst() : words.dropFirst(5)
        return Array(namesUser ? words.dropFirst() : words)
    }

    /// The user field of a line of a system table; `nil` when the line ends before it.
    static func user(of line: String) -> String? {
        let words = ShellWords.words(line)
        let index = words.first?.hasPrefix("@") == true ? 1 : 5
        return words.count > index ? words[index] : nil
    }

    /// The file that flock(1) locks.
    static func lockFile(in command: [String]) -> String? {
        guard let start = command.firstIndex(where: { $0 == "flock" || $0.hasSuffix("/flock") }) else { return nil }
        var words = command.dropFirst(start + 1)
        while let word = words.first, word.hasPrefix("-") {
            // These options have a value.
            words = words.dropFirst(["-E", "-w", "--timeout", "--conflict-exit-code"].contains(word) ? 2 : 1)
        }
        return words.first.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    /// The file to which the line redirects its output; `nil` for none.
    static func logFile(in line: String) -> String? {
        let words = ShellWords.words(line)
        for (index, word) in words.enumerated() where word.hasPrefix(">") || word.hasPrefix("1>") {
            let path = String(word.drop { "1>".contains($0) })
            let file = path.isEmpty ? words.dropFirst(index + 1).first ?? "" : path
            if file.hasPrefix("/"), file != "/dev/null" { return file }
        }
        return nil
    }

    /// The line without the values of its variables, the secrets of its addresses, and what options of programs such as
    /// curl(1) give away.
    static func withoutSecrets(_ line: String) -> String {
        var shown: [String] = []
        var option = ""
        // The quotation mark within which a hidden value goes on.
        var open: Character?
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            if let mark = open {
                if word.last == mark { open = nil }
                continue
            }
            defer { if !word.isEmpty { option = String(word) } }
            let name = word.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
            let long = word.prefix { $0 != "=" }
            if !name.isEmpty, word.dropFirst(name.count).first == "=" {
                shown.append(name + "=…")
            } else if long.count < word.count, secretOptions.contains(String(long)) {
                shown.append(long + "=…")
            } else if secretOptions.contains(option) || loginOptions.contains(option) && word.contains(":") {
                shown.append("…")
                if let mark = word.first, mark == "'" || mark == "\"", word.count == 1 || word.last != mark {
                    open = mark
                }
            } else {
                shown.append(word.contains("://") ? word.redactedAddress : String(word))
            }
        }
        return shown.joined(separator: " ")
    }

    private static let secretOptions: Set = [
        "-H", "--header", "--password", "--token", "--oauth2-bearer", "--api-key", "-d", "--data", "--data-raw",
    ]
    /// Whose value is a name, or one with a password.
    private static let loginOptions: Set = ["-u", "--user", "-U", "--proxy-user"]

    /// Whether cron cuts the command off where a shell cannot: at a `%` without a backslash, which begins what the
    /// command reads (crontab(5)), within quotation marks or a substitution such as `$(date +%F)`.
    static func isCutOff(_ line: String, namesUser: Bool) -> Bool {
        var rest = line[...]
        let fields = (rest.drop { $0.isWhitespace }.first == "@" ? 1 : 5) + (namesUser ? 1 : 0)
        for _ in 0..<fields { rest = rest.drop { $0.isWhitespace }.drop { !$0.isWhitespace } }
        let characters = Array(rest)
        var quote: Character?
        var (depth, isTicked, index) = (0, false, 0)
        while index < characters.count {
            let next = index + 1 < characters.count ? characters[index + 1] : " "
            switch characters[index] {
            case "%": return quote != nil || depth > 0 || isTicked
            // cron takes the backslash before a % away, also within apostrophes, where it means nothing to a shell.
            case "\\" where next == "%" || quote != "'": index += 1
            case let mark where mark == quote: quote = nil
            case "'" where quote == nil: quote = "'"
            case "\"" where quote == nil: quote = "\""
            case "`" where quote != "'": isTicked.toggle()
            case "$" where next == "(" && quote != "'": depth += 1
            case ")" where depth > 0 && quote != "'": depth -= 1
            default: break
            }
            index += 1
        }
        return false
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
    /// The interpreter cannot parse it.
    case unreadable(String, by: String)
    case missing(String)
    case notExecutable(String)
    case notOurs(String)
    /// Empty, or shorter than its own header says.
    case damaged(String)
    /// The interpreter of its first line does not exist.
    case interpreterMissing(String, of: String)
    /// A `%` without a backslash ends the command within quotation marks or a substitution.
    case cutOff
    /// The line ends in CR LF, and cron passes the CR on: to the last word, or to the shell that `SHELL=` names.
    case carriageReturn

    private static let interpreters = ["python", "perl", "ruby", "node", "php", "bash", "dash", "zsh", "sh"]

    /// The kind of interpreter that a word names: `python` for `/usr/bin/python3.11`.
    static func interpreter(_ word: String) -> String? {
        let name = word.split(separator: "/").last.map(String.init) ?? word
        return interpreters.first {
            name == $0 || name.hasPrefix($0) && name.dropFirst($0.count).allSatisfy { $0.isNumber || $0 == "." }
        }
    }

    private static let shellCommands: Set = [
        "[", "[[", "test", "cd", ".", "source", "export", "set", "umask", "ulimit", "eval", "if", "for", "while",
        "until",
        "case", "!", "{", "(", "trap",
    ]

    /// `nil` when nothing is wrong.
    /// - Parameter files: what is known of the files that the words name.
    static func of(_ words: [String], files: [String: ExecutableFacts]) -> CommandFault? {
        // What a shell does before it starts something has no file that must be executable.
        if let first = words.first(where: { !$0.contains("=") }), shellCommands.contains(first) { return nil }
        for (index, word) in words.enumerated() {
            let name = word.split(separator: "/").last.map(String.init) ?? word
            let following = words.dropFirst(index + 1)
            if let interpreter = interpreter(word),
                let file = following.first(where: { !$0.hasPrefix("-") }), !following.contains("-m")
            {
                // `sh -c`, `bash -lc`: the next word is a line for it, and no file.
                let options = following.prefix { $0.hasPrefix("-") }
                if options.contains(where: { !$0.hasPrefix("--") && $0.hasSuffix("c") }) { return nil }
                if let fault = misread(file, by: interpreter, files[file]) { return fault }
                // A script run by its own interpreter may do anything; the recorded runs show whether it works.
                return nil
            }
            // Only the shell knows what a variable stands for.
            guard name == "bitcoin-analyzer", !word.contains("$") else { continue }
            guard let facts = files[word] else { return nil }
            if !facts.exists { return .missing(word) }
            if !facts.isExecutable { return .notExecutable(word) }
            if facts.isDamaged { return .damaged(word) }
            if let interpreter = facts.missingInterpreter { return .interpreterMissing(interpreter, of: word) }
            return facts.isBinary || facts.interpreter != nil ? nil : .notOurs(word)
        }
        // Whatever the command starts has to exist.
        if let missing = words.first(where: { files[$0]?.exists == false && $0.hasPrefix("/") }) {
            return .missing(missing)
        }
        // What the command starts itself, rather than what it passes on.
        if let first = words.first(where: { !$0.contains("=") }), !first.contains("$"), let facts = files[first] {
            if !facts.exists { return .missing(first) }
            if !facts.isExecutable { return .notExecutable(first) }
            if let interpreter = facts.missingInterpreter { return .interpreterMissing(interpreter, of: first) }
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
        // A script without either is judged by whether the interpreter can read it.
        if facts.unreadableBy.contains(interpreter) {
            return wanted == nil || wanted == interpreter
                ? .unreadable(file, by: interpreter) : .wrongInterpreter(interpreter, of: file, wanted: wanted)
        }
        guard let wanted, wanted != interpreter, !(shells.contains(wanted) && shells.contains(interpreter)) else {
            return nil
        }
        return .wrongInterpreter(interpreter, of: file, wanted: wanted)
    }

    /// The file that is damaged, missing or not executable.
    private var file: String? {
        switch self {
        case .damaged(let file), .missing(let file), .notExecutable(let file): file
        default: nil
        }
    }

    /// Whether the file of the installation is at fault, which no unit and no drop-in brings back.
    var isOfInstalledProgram: Bool {
        file.map { $0 == InstallPaths.program || $0 == InstallPaths.packagedProgram } ?? false
    }

    /// What fixes it where a unit has the command.
    var remedy: String {
        // apt(8) keeps no package that it was given as a file, and has no other place to take it from.
        if file == InstallPaths.packagedProgram {
            return "sudo apt-get install --reinstall ./bitcoin-analyzer_VERSION_ARCHITECTURE.deb"
        }
        switch self {
        // One that is damaged or gone cannot install itself.
        case .damaged(let file): return "ls -l \(file.shellQuoted); sudo ./bitcoin-analyzer install"
        case .missing where isOfInstalledProgram: return "sudo ./bitcoin-analyzer install"
        default: return "sudo bitcoin-analyzer install"
        }
    }

    var phrase: Phrase {
        switch self {
        case .damaged(let file):
            Phrase(
                "\(file) is damaged: it is empty or cut off; download the program again, and install that copy",
                fr: "\(file) est endommagé\u{A0}: il est vide ou tronqué\u{A0}; téléchargez de nouveau le programme, "
                    + "et installez cette copie")
        case .wrongInterpreter(let interpreter, let file, let wanted):
            Phrase(
                "the schedule runs \(file) through "
                    + "\(interpreter)\(wanted.map { ", but it is written for \($0)" } ?? ", but it is a compiled program")",
                fr:
                    "la planification lance \(file) avec "
                    + "\(interpreter)\(wanted.map { ", alors qu’il est écrit pour \($0)" } ?? ", alors que c’est un programme compilé")"
            )
        case .unreadable(let file, let interpreter):
            Phrase(
                "the schedule runs \(file) through \(interpreter), which cannot read it",
                fr: "la planification lance \(file) avec \(interpreter), qui ne peut pas le lire")
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
        case .interpreterMissing(let interpreter, let file):
            Phrase(
                "the schedule runs \(file), whose interpreter \(interpreter.printableLine()) does not exist",
                fr: "la planification lance \(file), dont l’interpréteur \(interpreter.printableLine()) n’existe pas")
        case .cutOff:
            Phrase(
                "cron ends the command at a % without a backslash (crontab(5)), which the shell cannot read; write \\%",
                fr:
                    "cron termine la commande à un «\u{A0}%\u{A0}» sans barre oblique inverse (crontab(5)), "
                    + "ce que le shell ne peut pas lire\u{A0}; écrivez «\u{A0}\\%\u{A0}»")
        case .carriageReturn:
            Phrase(
                "the lines of the table end in CR LF (Windows), and cron passes the CR on to the command",
                fr: "les lignes de la table finissent par CR LF (Windows), et cron transmet le CR à la commande")
        }
    }
}
