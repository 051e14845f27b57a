import Domain
import Foundation
import HealthSupport
import OperatingSystem
import Support
import Synchronization
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

    @Test("a line is shown without the values of its variables and the secrets of its addresses")
    func shown() {
        let line = CronFacts.Line(
            place: "crontab -l",
            text: "5 * * * * ADMIN_TOKEN=s3cret-1 bitcoin-analyzer collect --set postgres://u:s3cret-2@h/d --lang fr")
        #expect(
            line.evidence.line
                == "5 * * * * ADMIN_TOKEN=… bitcoin-analyzer collect --set postgres://***@h/d --lang fr")
    }

    @Test("root sees the lines of other users' tables that start this program, and says whose they are")
    func tablesOfOthers() async throws {
        let spool = FileManager.default.temporaryDirectory.path + "/crontabs-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: spool, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: spool) }
        let text = "5 * * * * /nowhere/bitcoin-analyzer collect\n0 3 * * * /home/d/save-bitcoin-wallet\n"
        try Data(text.utf8).write(to: URL(filePath: spool + "/daemon"))
        // crontab(1) leaves such a file when it is killed.
        try Data(text.utf8).write(to: URL(filePath: spool + "/tmp.oNsOfX"))
        let found = await CronTables.facts(
            { _, _ throws(CommandError) in throw .notFound("crontab") }, tables: [], spool: spool
        ).lines
        #expect(found.map(\.place) == ["crontab -u daemon -l"])
        #expect(found.map(\.command) == [["/nowhere/bitcoin-analyzer", "collect"]])
        let facts = try HealthyMachine.facts {
            $0.units = .known([:])
            $0.cron = CronFacts(lines: found, daemonRuns: true)
        }
        #expect(ScheduleCheck.findings(facts).first?.remedy == "sudo crontab -u 'daemon' -e")
    }

    @Test(
        "the longest pause of lines is that of crontab(5)",
        arguments: [
            (["17 * * * * x"], 60), (["@hourly x"], 60), (["*/20 * * * * x"], 20), (["5,50 * * * * x"], 45),
            (["0 9-17 * * 1-5 x"], 64 * 60), (["0 9-17 * * mon-fri x"], 64 * 60), (["@daily x"], 1440),
            (["0 0-11 * * * x", "30 12-23 * * * x"], 90), (["0 1-23/2 * * * x"], 120), (["0 0 * * 7 x"], 7 * 1440),
            (["@weekly x"], 7 * 1440), (["@reboot x"], 366 * 1440), (["@reboot x", "@hourly x"], 60),
            (["0 0 1 * * x"], 31 * 1440), (["0 0 1 jan * x"], 366 * 1440), (["5 * 31 2 * x"], 366 * 1440),
            (["5 * */2 * * x"], 25 * 60), (["5 * 1-31 * mon x"], 60), (["5 3 1-31 * sun x"], 1440),
            (["0 * 1-15 * * x", "0 * 16-31 * * x"], 60), (["7~19 * * * * x"], 60), (["*/1/2 * * * * x"], 1),
            (["5 * * 12 * x"], 334 * 1440 + 60), (["@every 5m x"], nil),
        ] as [([String], Int64?)])
    func pauses(_ lines: [String], _ minutes: Int64?) {
        #expect(CronSchedule.longestPause(of: lines) == minutes.map { .minutes($0) })
    }

    @Test("a line that starts another command, or only the next start of the machine, is no schedule")
    func noSchedule() throws {
        func findings(_ lines: String...) throws -> [Finding] {
            let facts = try HealthyMachine.facts {
                $0.units = .known([:])
                $0.cron = CronFacts(
                    lines: lines.map { CronFacts.Line(place: "crontab -l", text: $0) }, daemonRuns: true)
            }
            return ScheduleCheck.findings(facts)
        }
        let backup = try findings("0 3 * * * bitcoin-analyzer backup /srv/b")
        #expect(!backup.flatMap(\.evidence).contains { $0.source == "crontab -l" })
        #expect(try findings("0 3 * * * bitcoin-analyzer backup /b && bitcoin-analyzer collect")[0].problem != nil)
        #expect(try findings("@reboot bitcoin-analyzer collect")[0].problem == .scheduleStopped)
        #expect(try findings("0 */6 * * * bitcoin-analyzer collect")[0].remedy == "crontab -e")
        #expect(try findings("17 * * * * bitcoin-analyzer collect")[0].problem != .scheduleStopped)
        #expect(try findings("17 * * * * /srv/hourly-bitcoin")[0].problem != .scheduleStopped)
        for other in [
            "echo bitcoin-analyzer collect", "bitcoin-analyzer collect news", "bitcoin-analyzer collect --help",
        ] {
            let found = try findings("17 * * * * " + other)
            #expect(!found.flatMap(\.evidence).contains { $0.source == "crontab -l" }, "\(other)")
        }
        let every: (inout HealthFacts) -> Void = { facts in
            facts.units = .known([:])
            facts.settings = HealthyMachine.settings(every: .minutes(45))
            facts.cron = CronFacts(
                lines: [.init(place: CronFacts.installedTable, text: "@daily u bitcoin-analyzer collect")],
                daemonRuns: true)
        }
        #expect(
            try ScheduleCheck.findings(HealthyMachine.facts(every))[0].remedy
                == "sudo bitcoin-analyzer install --scheduler timer")
    }

    @Test("a mask of the daemon is undone before it is started")
    func maskedDaemon() throws {
        let facts = try HealthyMachine.facts {
            $0.units = .known([:])
            $0.cron = CronFacts(lines: [.init(place: "crontab -l", text: "@hourly bitcoin-analyzer collect")])
            $0.cron.daemonUnmasking = "sudo systemctl unmask cron"
        }
        #expect(
            ScheduleCheck.findings(facts)[0].remedy
                == "sudo systemctl unmask cron && sudo systemctl enable --now cron")
    }

    @Test("a timer whose condition does not hold is not told to start")
    func timerCondition() throws {
        let facts = try HealthyMachine.facts {
            $0.change(ServiceUnits.timer) { ($0.active, $0.conditionsHeld) = ("inactive", false) }
        }
        let found = ScheduleCheck.findings(facts)[0]
        #expect(found.problem == .scheduleStopped && found.summary.english.contains("condition"))
        #expect(found.remedy?.contains("enable --now") == false)
    }

    @Test("where systemd does not respond, a table that is put aside or refused is no fault: there may be a timer")
    func unknownUnits() throws {
        var aside = CronFacts.Line(place: "/etc/cron.d/bitcoin-analyzer.off", text: Self.line)
        for refusal in [CronRefusal.fileName, .mode(0o664)] {
            aside.refusal = refusal
            let facts = try HealthyMachine.facts {
                $0.units = .unknown(Phrase(verbatim: "no bus"))
                $0.cron = CronFacts(lines: [aside], daemonRuns: true)
            }
            #expect(ScheduleCheck.findings(facts).map(\.problem) == [nil])
        }
    }

    @Test(
        "runs of cron after the last change of the tables that can be read come from one that only root may read",
        arguments: [(true, -2, true), (true, 0, false), (false, -2, false)])
    func hidden(_ hides: Bool, _ changed: Int64, _ isScheduled: Bool) throws {
        let facts = try HealthyMachine.facts { facts in
            facts.units = .known(facts.installed.filter { $0.key != ServiceUnits.timer })
            facts.host = "vps"
            facts.cron.hidesTables = hides
            facts.cron.tablesChanged = .hour(1001) + .hours(changed)
            facts.changeContents { $0.runs = [HealthyMachine.run(1000, trigger: .cron)] }
        }
        let found = ScheduleCheck.findings(facts)
        #expect(found.map(\.problem) == [isScheduled ? nil : .scheduleMissing])
    }

    @Test(
        "a table with a line that cron cannot read is refused as a whole",
        arguments: [
            ("61 * * * * u /x", "61 * * * *"), ("* 24 * * * u /x", "* 24 * * *"), ("* * 0 * * u /x", "* * 0 * *"),
            ("* * * 13 * u /x", "* * * 13 *"), ("* * * * 8 u /x", "* * * * 8"), ("*/0 * * * * u /x", "*/0 * * * *"),
            ("1,,2 * * * * u /x", "1,,2 * * * *"), ("@every 1h u /x", "@every"),
            ("export PATH=/bin", "export PATH=/bin"),
            ("<<<<<<< HEAD", "<<<<<<< HEAD"), ("* * * bitcoin-analyzer /x", "* * * bitcoin-analyzer /x"),
            ("half-hourly * * * * u /x", "half-hourly * * * *"),
        ])
    func unreadable(_ line: String, _ fault: String) {
        #expect(CronSchedule.fault(in: line[...]) == fault)
        #expect(table(Self.line + line + "\n").refusal == .schedule(fault))
    }

    @Test(
        "the forms of crontab(5) are read",
        arguments: [
            "*/15 0-23/2 1,15,31 jan-MAR Sun u /x", "0 4 8-14 * 7 u /x", "\t5 * * * *\tu /x", "@reboot u /x",
            "@Daily u /x",
            "MAILTO=\"\"", "  PATH = /bin", "\"A\"=b", "# 99 * * * * u /x", "   ", "1-59/15 * * * * u /x",
        ])
    func readable(_ line: String) { #expect(CronSchedule.fault(in: line[...]) == nil) }

    @Test(
        "what cron said of a table that was not changed since counts for as long as that; of an account, until it starts"
    )
    func lasting() async {
        let changed = Timestamp(seconds: 1_800_000_000)
        let asked = Mutex<[[String]]>([])
        let run: RunCommand = { words, _ throws(CommandError) in
            asked.withLock { $0.append(words) }
            return CommandResult(status: 0)
        }
        #expect(await CronJournal.refusal(of: Self.path, users: [], since: changed, run) == nil)
        #expect(asked.withLock { $0.first?.contains("--since=@1799999940") } == true)
        let expired = "1800000002 vps CRON[9]: pam_unix(cron:account): account u has expired (account expired)"
        let works = "1800000003 vps CRON[10]: (u) CMD (/x)"
        #expect(CronJournal.newest(in: expired, table: Self.path, users: ["u"], since: nil) != nil)
        #expect(CronJournal.newest(in: expired + "\n" + works, table: Self.path, users: ["u"], since: nil) == nil)
        #expect(CronJournal.newest(in: works + "\n" + expired, table: Self.path, users: ["u"], since: nil) != nil)
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

    @Test("a table that cron refuses is no fault beside a timer or another line that works")
    func enough() throws {
        var refused = CronFacts.Line(place: Self.path + ".disabled", text: Self.line)
        refused.refusal = .fileName
        var open = CronFacts.Line(place: Self.path, text: Self.line)
        open.refusal = .mode(0o664)
        let good = CronFacts.Line(place: "/etc/crontab", text: Self.line)
        func problems(_ lines: [CronFacts.Line], timer: String) throws -> [Problem] {
            let facts = try HealthyMachine.facts { facts in
                facts.change(ServiceUnits.timer) { unit in
                    if timer == "absent" { unit.load = "not-found" } else { unit.active = timer }
                }
                facts.cron = CronFacts(lines: lines, daemonRuns: true)
            }
            return Diagnosis.of(facts).filter { $0.check == .schedule }.compactMap(\.problem)
        }
        #expect(try problems([refused], timer: "active") == [])
        #expect(try problems([open], timer: "active") == [])
        #expect(try problems([refused, good], timer: "absent") == [])
        #expect(try problems([refused], timer: "absent") == [.cronRefuses])
        // The name is how a table is put aside: what is wrong is the timer.
        #expect(try problems([refused], timer: "inactive") == [.scheduleStopped])
        #expect(try problems([open], timer: "inactive") == [.cronRefuses, .scheduleStopped])
    }

    @Test("only the installed table is written again; of another one, what cron refuses is changed")
    func remedies() throws {
        let other = "/etc/cron.d/mine.bitcoin-analyzer"
        let check = RemedyCheck(try HealthyMachine.facts())
        for (refusal, remedy) in [
            (CronRefusal.mode(0o666), "sudo chmod go-w '\(other)'"), (.owner(7), "sudo chown root: '\(other)'"),
            (.fileName, "sudo ln '\(other)' '/etc/cron.d/mine-bitcoin-analyzer' && sudo rm '\(other)'"),
        ] {
            #expect(refusal.remedy(of: other) == remedy && check.checked(remedy) == remedy)
            #expect(refusal.remedy(of: Self.path) == "sudo bitcoin-analyzer install --scheduler cron")
        }
        #expect(check.checked("sudo chmod go-w '/etc/cron.d/../shadow'")?.hasPrefix("ls -ld ") == true)
    }

    @Test(
        "an account is refused from its expiration date on",
        arguments: [("", false), ("-1", false), ("0", true), ("99", true), ("100", true), ("101", false)])
    func expiry(_ day: String, _ isExpired: Bool) {
        let line = "bitcoin-analyzer:!:20000::::30:\(day):"
        #expect(CronTableReader.account(inShadow: line[...], today: 100) == (isExpired ? .expired : .usable))
    }
}
