import Domain
import FoundationEssentials
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads tables of cron with what cron checks about them.
enum CronTableReader {
    static let folder = "/etc/cron.d"

    /// The tables that may start this program, the installed one first. A copy under another name counts only where
    /// there is no installed one.
    static func tables(installed: String, others: [String]) -> [CronTable] {
        let own = table(installed)
        var found = [own].compactMap(\.self)
        if own == nil {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            found += names.filter { !isBackup($0) }.sorted().map { "\(folder)/\($0)" }.compactMap(table).filter {
                $0.text.lowercased().contains("bitcoin-analyzer")
            }
        }
        return found + others.compactMap(table)
    }

    /// What `install` keeps of a table that it replaces: never one to bring back by itself.
    private static func isBackup(_ name: String) -> Bool {
        name.hasPrefix("bitcoin-analyzer.") && name.hasSuffix(".bak")
    }

    static func table(_ path: String) -> CronTable? {
        var status = stat()
        guard stat(path, &status) == 0, let text = ProcFile.text(path) else { return nil }
        let users = Set(text.textLines().filter { CronLine.isJob($0) }.compactMap { CronLine.user(of: String($0)) })
        return CronTable(
            path: path, text: text, mode: UInt32(status.st_mode & 0o7777), owner: status.st_uid,
            isRegular: status.st_mode & S_IFMT == S_IFREG,
            accounts: Dictionary(uniqueKeysWithValues: users.map { ($0, account($0)) }))
    }

    /// By passwd(5), and shadow(5) where this user may read it.
    private static func account(_ name: String) -> CronTable.Account {
        // Other sources of users than the file are asked by getpwnam(3).
        guard getpwnam(name) != nil else { return .unknown }
        guard
            let line = ProcFile.text("/etc/shadow")?.textLines().first(where: { $0.hasPrefix(name + ":") })
        else { return .usable }
        return account(inShadow: line, today: time(nil) / 86_400)
    }

    /// By the expiration date, in days since 1970, of a line of shadow(5).
    static func account(inShadow line: Substring, today: Int) -> CronTable.Account {
        let values = line.split(separator: ":", omittingEmptySubsequences: false)
        guard values.count > 7, let day = Int(values[7]) else { return .usable }
        // PAM refuses the account on the day itself; a negative number is no date.
        return day >= 0 && day <= today ? .expired : .usable
    }
}

/// What cron logged of a table or a user, from the journal.
enum CronJournal {
    /// The newest line that says why a table is not run; `nil` for none, or where the journal may not be read.
    /// - Parameter since: when the table was last changed. cron says it once, when it reads that.
    static func refusal(of table: String, users: [String], since: Timestamp?, _ run: RunCommand) async -> Evidence? {
        let start = since.map { "@\(($0 - .minutes(1)).seconds)" } ?? "-15min"
        let daemon = await lines(["--lines=100", "--since=\(start)"], ["cron", "crond"], run)
        if let found = newest(in: daemon, table: table, users: [], since: since) { return found }
        // Of an account at each start: of a daily schedule once a day.
        let starts = await lines(["--lines=300", "--since=-25h"], ["CRON", "crond"], run)
        return newest(in: starts, table: table, users: users, since: since)
    }

    private static func lines(_ options: [String], _ identifiers: [String], _ run: RunCommand) async -> String {
        let words =
            ["journalctl", "--no-pager", "--quiet", "--output=short-unix"] + options
            + identifiers.map { "SYSLOG_IDENTIFIER=\($0)" }
        guard let result = try? await run(words, .milliseconds(800)), result.status == 0 else { return "" }
        return result.output
    }

    /// cron writes `(*system*NAME) INSECURE MODE (…)` or `Error: bad username; while reading PATH`; PAM writes
    /// `account NAME has expired`; and cron `(NAME) CMD (…)` once PAM has let it start something.
    static func newest(in text: String, table: String, users: [String], since: Timestamp?) -> Evidence? {
        let name = table.split(separator: "/").last.map(String.init) ?? table
        var started: Set<String> = []
        for line in text.textLines().reversed() {
            let isOfTable =
                line.contains("(*system*\(name))") && !line.contains("RELOAD")
                || line.contains("while reading \(table)")
            started.formUnion(users.filter { line.contains("(\($0)) CMD ") })
            let isOfUser = users.contains { line.contains("account \($0) has expired") && !started.contains($0) }
            guard isOfTable || isOfUser else { continue }
            let seconds = line.split(separator: " ").first.flatMap { Double($0) }
            let time = seconds.map { Timestamp(milliseconds: Int64(clamped: $0 * 1000)) }
            // Of a file that has been corrected since.
            if let time, let since, time < since { return nil }
            return Evidence(time: time, source: "journalctl -t cron", line: String(line.prefix(300)))
        }
        return nil
    }
}
