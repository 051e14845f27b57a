import Domain
import FoundationEssentials
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What only the machine can say of a cron line: whether an interpreter can parse its script, who holds its lock, and
/// what its log says.
enum CronLineProbe {
    static func completed(_ line: CronFacts.Line, _ run: RunCommand) async -> CronFacts.Line {
        var files = line.files
        for (interpreter, word, file) in scripts(in: line.command) {
            // A file that only the line's user may read says nothing about itself here.
            guard files[file]?.exists == true, files[file]?.isBinary == false, access(file, R_OK) == 0, mayRun(word),
                let check = syntaxCheck(of: interpreter, by: word, file),
                let result = try? await run(check, .milliseconds(800)), result.status != 0
            else { continue }
            files[file]?.unreadableBy.insert(interpreter)
        }
        var completed = CronFacts.Line(place: line.place, text: line.text, files: files)
        completed.refusal = line.refusal
        completed.refusalEvidence = line.refusalEvidence
        completed.hasCarriageReturn = line.hasCarriageReturn
        (completed.lockHolder, completed.logged) = await blocking { (lockHolder(of: line), lastShellError(of: line)) }
        return completed
    }

    /// The kind of each interpreter, the word that names it, and the script that it is given.
    private static func scripts(in words: [String]) -> [(kind: String, word: String, file: String)] {
        words.indices.compactMap { index in
            guard let interpreter = CommandFault.interpreter(words[index]),
                let file = words.dropFirst(index + 1).first(where: { !$0.hasPrefix("-") }), file.hasPrefix("/")
            else { return nil }
            return (interpreter, words[index], file)
        }
    }

    /// Whether an interpreter may be started here: by root not one that another user could have replaced, which cron
    /// starts as that user.
    static func mayRun(_ interpreter: String, isRoot: Bool = geteuid() == 0) -> Bool {
        !isRoot || !interpreter.contains("/") || TrustedPath.controllingUser(of: interpreter) == nil
    }

    /// A command that parses a script and runs nothing of it; `nil` where the interpreter has none.
    static func syntaxCheck(of kind: String, by interpreter: String, _ file: String) -> [String]? {
        switch kind {
        case "sh", "bash", "dash", "zsh": [interpreter, "-n", file]
        case "python":
            // The options that every version has. With -c, modules are looked for in the present folder first, whoever
            // may write there.
            [
                interpreter, "-E", "-s", "-S", "-c",
                "import sys; sys.path[:] = [p for p in sys.path if p]; import ast; "
                    + "ast.parse(open(sys.argv[1], 'rb').read())", file,
            ]
        case "node": [interpreter, "--check", file]
        case "ruby": [interpreter, "-c", file]
        case "php": [interpreter, "-l", file]
        default: nil
        }
    }

    /// The process that holds the lock of flock(1), unless it is a collection (`/proc/locks`).
    private static func lockHolder(of line: CronFacts.Line) -> Evidence? {
        guard let file = CronLine.lockFile(in: line.command) else { return nil }
        let holders = FileLock.held(on: file).filter { $0.kind == .whole }.map { RunningProcess(of: $0.process) }
        return holders.first { !" \($0.command) ".contains(" collect ") }.map {
            Evidence(source: "/proc/locks", line: "\($0) holds \(file)")
        }
    }

    /// The last line of the log to which the line appends, where it is the shell's or an interpreter's.
    private static func lastShellError(of line: CronFacts.Line) -> Evidence? {
        guard let file = CronLine.logFile(in: line.text) else { return nil }
        var status = stat()
        var table = stat()
        // Of a table that has been changed since, the next run will tell.
        guard stat(file, &status) == 0, time(nil).subtractingClamped(status.st_mtim.tv_sec) < 7200,
            stat(line.place, &table) != 0 || table.st_ctim.tv_sec < status.st_mtim.tv_sec,
            let text = tail(of: file, size: Int64(status.st_size)), let last = text.textLines().last
        else { return nil }
        guard isShellError(last, of: line.command) else { return nil }
        return Evidence(
            time: Timestamp(seconds: Int64(status.st_mtim.tv_sec)), source: file, line: String(last.prefix(300)))
    }

    /// Whether a shell, an interpreter or a program that starts others says that it could not start something: its own
    /// name, or that of the script it reads, stands in front (`/bin/sh: 1: x: not found`). What a program logs about
    /// its own work, such as a file that it does not find, is none.
    static func isShellError(_ line: some StringProtocol, of command: [String]) -> Bool {
        if line.hasPrefix("SyntaxError: ") { return true }
        let signs = [
            ": not found", ": command not found", ": Permission denied", "cannot execute", "No such file or directory",
            "Exec format error", "bad interpreter", "Syntax error", "syntax error",
        ]
        guard let colon = line.firstRange(of: ": "), signs.contains(where: { line.contains($0) }) else { return false }
        let speaker = String(line[..<colon.lowerBound])
        let name = speaker.split(separator: "/").last.map { $0.hasPrefix("-") ? String($0.dropFirst()) : String($0) }
        if let name, starters.contains(name) || CommandFault.interpreter(name) != nil { return true }
        // A shell names the script and the line: `/opt/collect: 3: x: not found`, `/opt/collect: line 3: …`.
        let place = line[colon.upperBound...].drop { !$0.isNumber && "line ".contains($0) }
        return command.contains(speaker) && place.first?.isNumber == true
            && place.drop(while: \.isNumber).hasPrefix(":")
    }

    private static let starters = ["env", "flock", "timeout", "nice", "ionice", "nohup", "setsid", "chronic"]

    private static func tail(of file: String, size: Int64) -> String? {
        guard let stream = fopen(file, "r") else { return nil }
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 2048)
        guard fseek(stream, Int(max(0, size - Int64(bytes.count))), SEEK_SET) == 0 else { return nil }
        let count = fread(&bytes, 1, bytes.count, stream)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
