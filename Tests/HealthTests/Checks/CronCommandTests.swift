import Domain
import Foundation
import HealthSupport
import OperatingSystem
import Testing

@testable import Health

@Suite("The commands of cron's lines") struct CronCommandTests {
    @Test(
        "what a shell does before it starts the program is no fault of a file",
        arguments: [
            "cd /var/lib && /usr/local/bin/bitcoin-analyzer collect", "sh -c '/usr/local/bin/bitcoin-analyzer collect'",
            "/bin/bash -lc \"/usr/local/bin/bitcoin-analyzer collect\"",
            "[ ! -e /run/none ] && bitcoin-analyzer collect",
            "test -e /run/none || bitcoin-analyzer collect", "$BIN/bitcoin-analyzer collect",
        ])
    func shell(_ command: String) {
        let line = "5 * * * * " + command
        let words = CronLine.command(of: line, namesUser: false)
        let files = Dictionary(words.filter { $0.contains("/") }.map { ($0, ExecutableFacts(exists: false)) }) { $1 }
        #expect(CommandFault.of(words, files: files) == nil)
    }

    @Test(
        "what programs are given to log in with is not shown",
        arguments: [
            ("/x collect && curl -u ada:s3cret https://h/", "/x collect && curl -u … https://h/"),
            ("curl -H 'Authorization: Bearer s3cret' -fsS https://h/", "curl -H … -fsS https://h/"),
            ("curl --header \"X: s3cret\" --data s3cret --token=s3cret", "curl --header … --data … --token=…"),
            ("sudo -u ada flock -n /l /x --lang fr", "sudo -u ada flock -n /l /x --lang fr"),
            ("curl -fsS https://hc-ping.com/0f8fad5b-d9cb-469f-a165-70867728950e", "curl -fsS https://hc-ping.com/***"),
        ])
    func logins(_ command: String, _ shown: String) {
        let line = CronFacts.Line(place: "/etc/crontab", text: "5 * * * * root " + command)
        #expect(line.evidence.line == "5 * * * * root " + shown)
    }

    @Test(
        "a % without a backslash ends the command, which matters within quotation marks and substitutions",
        arguments: [
            ("5 * * * * u /x >> /log/$(date +%F).log", true), ("5 * * * * u /x >> /log/$(date +\\%F).log", false),
            ("5 * * * * u /x >> /log/`date +%F`", true), ("5 * * * * u /x '50%'", true),
            ("@hourly u /x \"$(date +%s)\"", true), ("5 * * * * u mail ops%no data", false),
            ("5 * * * * u /x 'a\\%b' \"c\" && echo d%e", false), ("5 * * * * u /x 'a\\' \"b", false),
            ("5 * * * * u /x \\'%", false), ("5 * * * * u /x", false),
        ])
    func percent(_ line: String, _ isCutOff: Bool) throws {
        #expect(CronLine.isCutOff(line, namesUser: true) == isCutOff)
        guard isCutOff else { return }
        let facts = try HealthyMachine.facts { facts in
            facts.change(ServiceUnits.timer) { $0.load = "not-found" }
            facts.cron = CronFacts(lines: [CronFacts.Line(place: "/etc/crontab", text: line)], daemonRuns: true)
        }
        let found = try #require(Diagnosis.of(facts).first { $0.problem == .scheduleCommand })
        // crontab(1) edits another table.
        #expect(found.remedy == "sudoedit '/etc/crontab'")
    }

    @Test("the installed line is not cut off")
    func installedLine() {
        let line =
            "3 * * * * bitcoin-analyzer flock -n -E 99 /l timeout -k 30 10m /p collect >> /c.log 2>&1 || [ $? -ne 99 ] "
            + #"|| echo "$(date -u +\%FT\%TZ) warning" >> /c.log"#
        #expect(!CronLine.isCutOff(line, namesUser: true) && CronSchedule.fault(in: line[...]) == nil)
    }

    @Test("only what a shell or an interpreter says about a start counts as one that failed")
    func shellErrors() {
        let command = ["/opt/collect", "--flag"]
        for line in [
            "/bin/sh: 1: /usr/bin/bitcoin-analyzer: not found", "bash: line 1: /opt/x: Permission denied",
            "/opt/collect: 3: flockk: not found", "/opt/collect: line 12: x: command not found",
            "env: ‘python3’: No such file or directory", "SyntaxError: invalid syntax",
            "python3: can't open file '/opt/x': [Errno 2] No such file or directory",
            "timeout: failed to run command ‘/opt/x’: No such file or directory",
        ] { #expect(CronLineProbe.isShellError(line, of: command), "\(line)") }
        for line in [
            "error: /var/lib/data.db: Permission denied", "kraken: no such market: not found",
            "2026-11-26 warning: proxy.conf: No such file or directory", "/opt/collect: cannot read: Permission denied",
            "3 sources", "",
        ] { #expect(!CronLineProbe.isShellError(line, of: command), "\(line)") }
    }

    @Test("a script is parsed by the interpreter of its line, and not judged where this user may not read it")
    func syntax() async throws {
        #expect(CronLineProbe.syntaxCheck(of: "python", by: "/usr/bin/python2.7", "/x")?.first == "/usr/bin/python2.7")
        let failing: RunCommand = { _, _ in CommandResult(status: 2, output: "", errors: "cannot read") }
        var line = CronFacts.Line(
            place: "crontab -l", text: "0 * * * * sh /nobody/may/read/this",
            files: ["/nobody/may/read/this": ExecutableFacts(exists: true, interpreter: nil)])
        line = await CronLineProbe.completed(line, failing)
        #expect(line.files["/nobody/may/read/this"]?.unreadableBy == [])
    }

    @Test("parsing a Python script loads no module of the present folder")
    func planted() throws {
        let python = "/usr/bin/python3"
        guard FileManager.default.isExecutableFile(atPath: python) else { return }
        let folder = FileManager.default.temporaryDirectory.path + "/cron-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("open('planted', 'w')\n".utf8).write(to: URL(filePath: folder + "/ast.py"))
        for (text, isGood) in [("print(1)\n", true), ("if then fi\n", false)] {
            try Data(text.utf8).write(to: URL(filePath: folder + "/script"))
            let words = try #require(CronLineProbe.syntaxCheck(of: "python", by: python, folder + "/script"))
            let process = Process()
            process.executableURL = URL(filePath: words[0])
            process.arguments = Array(words.dropFirst())
            process.currentDirectoryURL = URL(filePath: folder)
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            #expect((process.terminationStatus == 0) == isGood)
        }
        #expect(!FileManager.default.fileExists(atPath: folder + "/planted"))
    }

    @Test("root starts no interpreter that another user may replace")
    func interpreters() throws {
        #expect(CronLineProbe.mayRun("/usr/bin/env", isRoot: true) && CronLineProbe.mayRun("python3", isRoot: true))
        let folder = FileManager.default.temporaryDirectory.path + "/venv-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // Only root can give it away; to others it belongs already.
        if geteuid() == 0 { #expect(chown(folder, 12_345, 12_345) == 0) }
        #expect(!CronLineProbe.mayRun(folder + "/python3", isRoot: true))
        #expect(CronLineProbe.mayRun(folder + "/python3", isRoot: false))
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
