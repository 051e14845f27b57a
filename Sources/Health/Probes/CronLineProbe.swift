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
        for (interpreter, file) in scripts(in: line.command) {
            guard files[file]?.exists == true, files[file]?.isBinary == false,
                let check = syntaxCheck(of: interpreter, file),
                let result = try? await run(check, .milliseconds(800)), result.status != 0
            else { continue }
            files[file]?.unreadableBy.insert(interpreter)
        }
        var completed = CronFacts.Line(place: line.place, text: line.text, files: files)
        completed.refusal = line.refusal
        completed.refusalEvidence = line.refusalEvidence
        completed.hasCarriageReturn = line.hasCarriageReturn
        (completed.lockHolder, completed.logged) = await blocking { (lockHolder(of: line), lastWords(of: line)) }
        return completed
    }

    /// Pairs of an interpreter and the script that it is given.
    private static func scripts(in words: [String]) -> [(String, String)] {
        words.indices.compactMap { index in
            guard let interpreter = CommandFault.interpreter(words[index]),
                let file = words.dropFirst(index + 1).first(where: { !$0.hasPrefix("-") }), file.hasPrefix("/")
            else { return nil }
            return (interpreter, file)
        }
    }

    /// A command that parses a script and runs nothing of it; `nil` where the interpreter has none.
    private static func syntaxCheck(of interpreter: String, _ file: String) -> [String]? {
        switch interpreter {
        case "sh", "bash", "dash", "zsh": [interpreter, "-n", file]
        case "python":
            ["python3", "-I", "-S", "-c", "import ast, sys; ast.parse(open(sys.argv[1], 'rb').read())", file]
        case "node": ["node", "--check", file]
        case "ruby": ["ruby", "-c", file]
        case "php": ["php", "-l", file]
        default: nil
        }
    }

    /// The process that holds the lock of flock(1), unless it is a collection (proc(5), `/proc/locks`).
    private static func lockHolder(of line: CronFacts.Line) -> Evidence? {
        guard let file = CronLine.lockFile(in: line.command) else { return nil }
        var status = stat()
        guard stat(file, &status) == 0 else { return nil }
        for lock in (ProcFile.text("/proc/locks") ?? "").textLines() {
            let fields = lock.split(separator: " ")
            // `1: FLOCK  ADVISORY  WRITE 708 08:01:1234 0 EOF`; a waiting one has `->` in front of its kind.
            guard fields.count > 5, fields[1] == "FLOCK", let process = Int32(fields[4]),
                fields[5].split(separator: ":").last == "\(status.st_ino)"[...]
            else { continue }
            let command = ProcFile.text("/proc/\(process)/cmdline")?.split(separator: "\0").joined(separator: " ") ?? ""
            guard !command.contains(" collect") else { continue }
            let shown = command.isEmpty ? "" : " (\(command.prefix(120)))"
            return Evidence(source: "/proc/locks", line: "process \(process)\(shown) holds \(file)")
        }
        return nil
    }

    /// The last line of the log to which the line appends, where it is the shell's or an interpreter's.
    private static func lastWords(of line: CronFacts.Line) -> Evidence? {
        guard let file = CronLine.logFile(in: line.text) else { return nil }
        var status = stat()
        var table = stat()
        // Of a table that has been changed since, the next run will tell.
        guard stat(file, &status) == 0, time(nil) - status.st_mtim.tv_sec < 7200,
            stat(line.place, &table) != 0 || table.st_ctim.tv_sec < status.st_mtim.tv_sec,
            let text = tail(of: file, size: Int64(status.st_size)), let last = text.textLines().last
        else { return nil }
        let signs = [
            ": not found", ": Permission denied", "SyntaxError", "cannot execute", "No such file or directory",
            "Exec format error", "bad interpreter",
        ]
        guard signs.contains(where: { last.contains($0) }) else { return nil }
        return Evidence(
            time: Timestamp(seconds: Int64(status.st_mtim.tv_sec)), source: file, line: String(last.prefix(300)))
    }

    private static func tail(of file: String, size: Int64) -> String? {
        guard let stream = fopen(file, "r") else { return nil }
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 2048)
        guard fseek(stream, Int(max(0, size - Int64(bytes.count))), SEEK_SET) == 0 else { return nil }
        let count = fread(&bytes, 1, bytes.count, stream)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
