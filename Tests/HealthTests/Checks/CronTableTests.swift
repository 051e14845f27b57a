import Domain
import HealthSupport
import Support
import Testing

@testable import Health

/// By cron(8) and crontab(5) of Debian.
@Suite("What cron checks before it runs a table") struct CronTableTests {
    private static let path = "/etc/cron.d/bitcoin-analyzer"
    private static let line = "17 * * * * bitcoin-analyzer /usr/local/bin/bitcoin-analyzer collect --trigger cron\n"

    private func table(
        _ text: String = line, path: String = path, mode: UInt32 = 0o644, owner: UInt32 = 0,
        account: CronTable.Account = .usable
    ) -> CronTable {
        CronTable(path: path, text: text, mode: mode, owner: owner, accounts: ["bitcoin-analyzer": account])
    }

    @Test("a table as it is installed is run")
    func good() {
        #expect(table().refusal == nil && table("# nothing\nPATH=/bin\n").refusal == nil)
        #expect(table(mode: 0o600).refusal == nil && table(mode: 0o444).refusal == nil)
    }

    @Test("mode, owner, name, last line end and account are checked as cron checks them")
    func refused() {
        #expect(table(mode: 0o664).refusal == .mode(0o664) && table(mode: 0o646).refusal == .mode(0o646))
        #expect(table(owner: 1000).refusal == .owner(1000))
        #expect(table(path: "/etc/cron.d/bitcoin.analyzer").refusal == .fileName)
        #expect(table(String(Self.line.dropLast())).refusal == .lastLineEnd)
        #expect(table(account: .expired).refusal == .expired("bitcoin-analyzer"))
        #expect(table(account: .unknown).refusal == .user("bitcoin-analyzer"))
    }

    @Test("a line without the user field names its program as the user")
    func userField() {
        let program = "/usr/local/bin/bitcoin-analyzer"
        let table = CronTable(
            path: Self.path, text: "17 * * * * \(program) collect\n", accounts: [program: .unknown])
        #expect(table.refusal == .user(program))
        #expect(CronLine.user(of: "@hourly root x") == "root")
    }

    @Test("what cron logged counts while the table is as it was then")
    func journal() {
        let log = """
            1800000000.5 vps cron[7]: (*system*other) INSECURE MODE (group/other writable) (/etc/cron.d/other)
            1800000001.5 vps cron[7]: (*system*bitcoin-analyzer) RELOAD (/etc/cron.d/bitcoin-analyzer)
            1800000002.5 vps cron[7]: (*system*bitcoin-analyzer) ERROR (Syntax error, this crontab file will be ignored)
            """
        let found = CronJournal.newest(in: log, table: Self.path, users: [], since: nil)
        #expect(
            found?.line.contains("Syntax error") == true && found?.time == Timestamp(milliseconds: 1_800_000_002_500))
        #expect(
            CronJournal.newest(in: log, table: Self.path, users: [], since: Timestamp(seconds: 1_800_000_003)) == nil)
        #expect(CronJournal.newest(in: "", table: Self.path, users: [], since: nil) == nil)
        let account =
            "1800000002 vps CRON[9]: pam_unix(cron:account): account bitcoin-analyzer has expired (account expired)"
        #expect(CronJournal.newest(in: account, table: Self.path, users: ["bitcoin-analyzer"], since: nil) != nil)
    }

    @Test("a refused table is named as such, a stopped daemon and a held lock as a stopped schedule")
    func findings() throws {
        func problem(_ change: (inout CronFacts.Line) -> Void, stopped: Int32? = nil) throws -> Problem? {
            let facts = try HealthyMachine.facts { facts in
                facts.change(ServiceUnits.timer) { $0.load = "not-found" }
                var line = CronFacts.Line(place: Self.path, text: Self.line)
                change(&line)
                facts.cron = CronFacts(lines: [line], daemonRuns: true)
                facts.cron.stoppedDaemon = stopped
            }
            return Diagnosis.of(facts).compactMap(\.problem).first
        }
        #expect(try problem { _ in } == nil)
        #expect(try problem { $0.refusal = .mode(0o664) } == .cronRefuses)
        #expect(try problem { $0.hasCarriageReturn = true } == .scheduleCommand)
        #expect(try problem { $0.lockHolder = Evidence(source: "/proc/locks", line: "process 7") } == .scheduleStopped)
        #expect(try problem({ _ in }, stopped: 9) == .scheduleStopped)
    }

    @Test("the lock and the log of the installed line are found")
    func words() throws {
        let line =
            "0 * * * * u flock -n -E 99 /var/lib/x/cron.lock timeout -k 30 10m /bin/p collect >> /var/log/x/cron.log 2>&1"
        #expect(CronLine.lockFile(in: CronLine.command(of: line, namesUser: true)) == "/var/lib/x/cron.lock")
        #expect(CronLine.logFile(in: line) == "/var/log/x/cron.log")
        #expect(CronLine.logFile(in: "0 * * * * u /bin/p > /dev/null 2>&1") == nil)
    }

    @Test("a script is judged by its interpreter, its first line and whether it can be read")
    func scripts() {
        let shell = ExecutableFacts(exists: true, interpreter: nil)
        var unreadable = shell
        unreadable.unreadableBy = ["python"]
        #expect(CommandFault.of(["python3", "/opt/collect"], files: ["/opt/collect": shell]) == nil)
        #expect(
            CommandFault.of(["python3", "/opt/collect"], files: ["/opt/collect": unreadable])
                == .unreadable("/opt/collect", by: "python"))
        var missing = ExecutableFacts(exists: true, interpreter: "/bin/sh\r")
        missing.missingInterpreter = "/bin/sh\r"
        #expect(
            CommandFault.of(["/opt/collect"], files: ["/opt/collect": missing])
                == .interpreterMissing("/bin/sh\r", of: "/opt/collect"))
        #expect(
            CommandFault.of(
                ["/opt/collect"], files: ["/opt/collect": ExecutableFacts(exists: true, isExecutable: false)])
                == .notExecutable("/opt/collect"))
    }
}
