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
    /// - Parameters:
    ///   - withOwn: whether to read the user's own table: crontab(1) logs each access.
    ///   - spool: where Debian's cron keeps the tables of users, which only root may list.
    package static func facts(
        _ run: RunCommand, withOwn: Bool = true, tables: [String] = [CronFacts.installedTable, "/etc/crontab"],
        spool: String = "/var/spool/cron/crontabs"
    ) async -> CronFacts {
        var lines: [CronFacts.Line] = []
        let found = await blocking {
            CronTableReader.tables(installed: tables.first ?? "", others: Array(tables.dropFirst()))
        }
        for table in found {
            var jobs = jobs(in: table.text, at: table.path)
            guard !jobs.isEmpty else { continue }
            var refusal = table.refusal
            var evidence: Evidence?
            if table.path.hasPrefix(CronTableReader.folder) {
                evidence = await CronJournal.refusal(
                    of: table.path, users: Array(table.accounts.keys), since: lastChange(of: table.path), run)
                if refusal == nil, let line = evidence?.line { refusal = .logged(line) }
            }
            for index in jobs.indices {
                jobs[index].refusal = refusal
                jobs[index].refusalEvidence = evidence
                jobs[index] = await CronLineProbe.completed(jobs[index], run)
            }
            lines += jobs
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
            lines += await blocking { jobsOfOthers(in: spool) }
        }
        // The daemon matters only where there is a line for it.
        var facts = CronFacts(
            lines: lines, daemonRuns: lines.isEmpty ? false : await isDaemonRunning(run), unread: unread)
        facts.hidesTables = access(spool, R_OK) != 0 && errno == EACCES
        facts.tablesChanged = (tables + [CronTableReader.folder]).compactMap(lastChange).max()
        if !facts.daemonRuns { facts.daemonUnmasking = await blocking { unmasking() } }
        if facts.daemonRuns {
            facts.stoppedDaemon = await blocking { daemons().first(where: ProcessIdentity.isStopped) }
        }
        return facts
    }

    /// Lines that concern this program: all of the installed table, and those of others that name it.
    static func jobs(in table: String, at place: String) -> [CronFacts.Line] {
        let lines = table.textLines().map(String.init)
        let windows = table.hasWindowsLineEnds
        let path = lines.last { $0.hasPrefix("PATH=") }.map { String($0.dropFirst(5)) } ?? "/usr/bin:/bin"
        let isOwn = place == CronFacts.installedTable
        return lines.filter { CronLine.isJob($0) && (isOwn || $0.lowercased().contains("bitcoin")) }.map { line in
            let words = CronLine.command(of: line, namesUser: place.hasPrefix("/"))
            let files = words.map { ($0, ExecutableFacts.of(program: $0, path: path)) }.filter {
                $0.0.contains("/") || $0.1.exists
            }
            var job = CronFacts.Line(place: place, text: line, files: Dictionary(files) { first, _ in first })
            job.hasCarriageReturn = windows
            return job
        }
    }

    /// Lines of other users' tables, as far as they may be read, that name this program. A file of no user is none of
    /// cron's.
    private static func jobsOfOthers(in spool: String) -> [CronFacts.Line] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: spool)) ?? []
        return names.sorted().flatMap { name -> [CronFacts.Line] in
            guard let user = getpwnam(name)?.pointee, user.pw_uid != geteuid(),
                let text = ProcFile.text("\(spool)/\(name)")
            else { return [] }
            return jobs(in: text, at: CronFacts.tablePlace(of: name)).filter {
                $0.text.lowercased().contains("bitcoin-analyzer")
            }
        }
    }

    private static func lastChange(of path: String) -> Timestamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        // Not in whole seconds: what cron logged earlier in the same second is of the table before.
        return Timestamp(seconds: Int64(status.st_ctim.tv_sec)) + .milliseconds(status.st_ctim.tv_nsec / 1_000_000)
    }

    /// By the processes where they are visible; a hardened unit sees only its own (ProtectProc=), and asks systemd.
    /// Where neither shows it, it counts as running: missing runs would show otherwise.
    private static func isDaemonRunning(_ run: RunCommand) async -> Bool {
        if ProcFile.text("/proc/1/comm") != nil { return await blocking { isDaemonAmongProcesses() } }
        guard let answer = try? await run(["systemctl", "is-active", "cron.service", "crond.service"], .seconds(2))
        else { return true }
        let states = answer.output.textLines()
        return states.isEmpty || states.contains("active")
    }

    /// By the links of systemctl(1), `mask`.
    private static func unmasking() -> String? {
        for (folder, option) in [("/etc/systemd/system", ""), ("/run/systemd/system", "--runtime ")] {
            let link = try? FileManager.default.destinationOfSymbolicLink(atPath: folder + "/cron.service")
            if link == "/dev/null" { return "sudo systemctl unmask \(option)cron" }
        }
        return nil
    }

    private static func isDaemonAmongProcesses() -> Bool { !daemons().isEmpty }

    private static func daemons() -> [Int32] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap(Int32.init).filter { id in
            guard let name = ProcFile.text("/proc/\(id)/comm") else { return false }
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
        let script = start.hasPrefix("#!") ? start.dropFirst(2).unicodeScalars.prefix { $0 != "\n" } : nil
        var facts = ExecutableFacts(
            exists: true, isExecutable: access(file, X_OK) == 0,
            interpreter: script.map { String(Substring($0).drop { $0 == " " }) },
            isBinary: first.starts(with: [0x7F, 0x45, 0x4C, 0x46]))
        facts.isDamaged = facts.isExecutable && ELFHeader.isCutOff(file, first: first[..<count])
        // execve(2): a CR at the end of the first line is part of the interpreter's name.
        if let program = facts.interpreter?.split(separator: " ").first, access(String(program), F_OK) != 0 {
            facts.missingInterpreter = String(program)
        }
        return facts
    }
}
