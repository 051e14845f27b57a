import Domain
import FoundationEssentials
package import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The crontabs that may start this program: the installed one, the system's, and the user's own.
package enum CronTables {
    /// - Parameter withOwn: whether to read the user's own table: crontab(1) logs each access.
    package static func facts(
        _ run: RunCommand, withOwn: Bool = true, tables: [String] = [CronFacts.installedTable, "/etc/crontab"]
    ) async -> CronFacts {
        var lines: [CronFacts.Line] = []
        for table in tables {
            lines += jobs(in: await blocking { ProcFile.text(table) } ?? "", at: table)
        }
        var unread: Phrase?
        if withOwn {
            do {
                let own = try await run(["crontab", "-l"], .seconds(2))
                if own.status == 0 { lines += jobs(in: own.output, at: "crontab -l") }
            } catch .notFound {
                // Without cron there is no table.
            } catch {
                unread = error.phrase
            }
        }
        // The daemon matters only where there is a line for it.
        return CronFacts(
            lines: lines, daemonRuns: lines.isEmpty ? false : await isDaemonRunning(run), unread: unread)
    }

    /// Lines that concern this program.
    static func jobs(in table: String, at place: String) -> [CronFacts.Line] {
        let lines = table.split(separator: "\n").map(String.init)
        let path = lines.last { $0.hasPrefix("PATH=") }.map { String($0.dropFirst(5)) } ?? "/usr/bin:/bin"
        return lines.filter { CronLine.isJob($0) && $0.lowercased().contains("bitcoin") }.map { line in
            let words = CronLine.command(of: line, namesUser: place.hasPrefix("/"))
            let files = words.map { ($0, ExecutableFacts.of(program: $0, path: path)) }.filter {
                $0.0.contains("/") || $0.1.exists
            }
            return CronFacts.Line(place: place, text: line, files: Dictionary(files) { first, _ in first })
        }
    }

    /// By the processes where they are visible; a hardened unit sees only its own (ProtectProc=), and asks systemd.
    /// Where neither shows it, it counts as running: missing runs would show otherwise.
    private static func isDaemonRunning(_ run: RunCommand) async -> Bool {
        if ProcFile.text("/proc/1/comm") != nil { return await blocking { isDaemonAmongProcesses() } }
        guard let answer = try? await run(["systemctl", "is-active", "cron.service", "crond.service"], .seconds(2))
        else { return true }
        let states = answer.output.split(separator: "\n")
        return states.isEmpty || states.contains("active")
    }

    private static func isDaemonAmongProcesses() -> Bool {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.contains { entry in
            guard Int32(entry) != nil, let name = ProcFile.text("/proc/\(entry)/comm") else { return false }
            return ["cron", "crond", "fcron"].contains(name.filter { !$0.isWhitespace })
        }
    }
}

extension ExecutableFacts {
    /// - Parameter path: the folders in which a name without a slash is searched for.
    package static func of(program name: String, path: String) -> ExecutableFacts {
        guard !name.contains("/") else { return of(file: name) }
        return path.split(separator: ":").lazy.map { of(file: "\($0)/\(name)") }.first { $0.exists }
            ?? ExecutableFacts(exists: false)
    }

    /// Of the files that a command names by their paths; none of one that this user may not look for.
    package static func of(command words: [String]) -> [String: ExecutableFacts] {
        var files: [String: ExecutableFacts] = [:]
        for word in words where word.hasPrefix("/") {
            var status = stat()
            if stat(word, &status) != 0, errno == EACCES { continue }
            files[word] = of(file: word)
        }
        return files
    }

    package static func of(file: String) -> ExecutableFacts {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), !isFolder else {
            return ExecutableFacts(exists: isFolder, isExecutable: false)
        }
        var first = [UInt8](repeating: 0, count: 128)
        var count = 0
        if let stream = fopen(file, "r") {
            count = fread(&first, 1, first.count, stream)
            fclose(stream)
        }
        let start = String(decoding: first[..<count], as: UTF8.self)
        let script = start.hasPrefix("#!") ? start.dropFirst(2).prefix { !$0.isNewline } : nil
        return ExecutableFacts(
            exists: true, isExecutable: access(file, X_OK) == 0,
            interpreter: script.map { String($0.drop { $0 == " " }) },
            isBinary: first.starts(with: [0x7F, 0x45, 0x4C, 0x46]))
    }
}
