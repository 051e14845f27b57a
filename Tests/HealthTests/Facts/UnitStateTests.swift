import Domain
import OperatingSystem
import Support
import Testing

@testable import Health

@Suite("Output of systemctl and cron") struct UnitStateTests {
    private let text = """
        Restart=always
        Id=bitcoin-analyzer-api.service
        LoadState=loaded
        ActiveState=active
        SubState=running
        UnitFileState=enabled
        NRestarts=3
        MainPID=812
        ActiveEnterTimestamp=@1767225600.500000
        ExecStart={ path=/usr/local/bin/bitcoin-analyzer ; argv[]=/usr/local/bin/bitcoin-analyzer api ; ignore_errors=no ; start_time=[n/a] }
        Environment=DATABASE_URL=sqlite:///a.db "TITLE=two words"
        StateDirectory=bitcoin-analyzer

        Id=bitcoin-analyzer-api.socket
        LoadState=loaded
        ActiveState=active
        Listen=127.0.0.1:8001 (Stream)

        Id=bitcoin-analyzer-web.service
        LoadState=not-found
        ActiveState=inactive
        """

    @Test("several units are read from one answer")
    func parse() throws {
        let units = UnitState.parse(text)
        #expect(units.count == 3)
        let api = try #require(units[ServiceUnits.api])
        #expect(
            api.process == 812 && api.restarts == 3 && api.enabled == "enabled"
                && api.command == ["/usr/local/bin/bitcoin-analyzer", "api"])
        #expect(
            api.environmentAsStarted == [
                "DATABASE_URL": "sqlite:///a.db", "TITLE": "two words", "STATE_DIRECTORY": "/var/lib/bitcoin-analyzer",
            ])
        #expect(api.activeSince == Timestamp.testEpoch + .milliseconds(500))
        #expect(units[ServiceUnits.apiSocket]?.listens == ["127.0.0.1:8001"])
        #expect(units[ServiceUnits.web]?.isInstalled == false)
    }

    @Test("a machine without systemd has no units, and one whose systemd is silent is not known")
    func absent() async {
        let absent = await SystemdUnits.states { _, _ throws(CommandError) in
            CommandResult(
                status: 1, errors: "System has not been booted with systemd as init system (PID 1). Can't operate.")
        }
        #expect(absent.value?.isEmpty == true)
        let missing = await SystemdUnits.states { words, _ throws(CommandError) in throw .notFound(words[0]) }
        #expect(missing.value?.isEmpty == true)
        let silent = await SystemdUnits.states { words, limit throws(CommandError) in
            throw .timedOut(words[0], limit)
        }
        #expect(silent.value == nil)
        for (isBooted, isKnown) in [(true, false), (false, true)] {
            let units = await SystemdUnits.states(
                { _, _ throws(CommandError) in
                    CommandResult(status: 1, errors: "Failed to connect to bus: Connection refused")
                }, isBooted: isBooted)
            #expect((units.value?.isEmpty == true) == isKnown)
        }
    }

    @Test("the journal is asked for the time at which the unit ended, be it a day ago")
    func journal() {
        func since(_ ended: Timestamp?) -> String? {
            UnitJournal.command(ServiceUnits.collect, ended: ended).last { $0.hasPrefix("--since=") }
        }
        let now = SystemdTimeSpan.now()
        #expect(since(nil) == "--since=-30min" && since(now - .minutes(20)) == "--since=-30min")
        #expect(since(now - .hours(20)) == "--since=@\((now - .hours(20) - .minutes(30)).seconds)")
    }

    @Test("the command of a crontab line is what stands behind the schedule, up to the shell's first operator")
    func cronLine() {
        #expect(CronLine.command(of: "*/5 * * * * /bin/x 'a b' >> /log 2>&1", namesUser: false) == ["/bin/x", "a b"])
        #expect(
            CronLine.command(of: "@hourly root /bin/x collect || echo no", namesUser: true) == ["/bin/x", "collect"])
        #expect(
            CronLine.isJob("0 * * * * x") && CronLine.isJob("@daily x") && !CronLine.isJob("PATH=/bin")
                && !CronLine.isJob("# 1 2 3"))
    }

    private let program = ExecutableFacts(exists: true, isBinary: true)

    @Test("the installed line, with its lock and its limit, is sound")
    func soundLine() {
        let words = [
            "flock", "-n", "-E", "99", "/var/lib/bitcoin-analyzer/cron.lock", "timeout", "-k", "30", "10m",
            "/usr/local/bin/bitcoin-analyzer", "collect",
        ]
        #expect(CommandFault.of(words, files: ["/usr/local/bin/bitcoin-analyzer": program]) == nil)
    }

    @Test("a command that another interpreter runs, that is gone, or that may not be run is broken")
    func broken() {
        #expect(
            CommandFault.of(
                ["/usr/bin/python3", "/opt/run.sh"],
                files: ["/opt/run.sh": ExecutableFacts(exists: true, interpreter: "/bin/sh")])
                == .wrongInterpreter("python", of: "/opt/run.sh", wanted: "sh"))
        #expect(
            CommandFault.of(
                ["timeout", "9", "python3.11", "/x/bitcoin-analyzer", "collect"],
                files: ["/x/bitcoin-analyzer": program])
                == .wrongInterpreter("python", of: "/x/bitcoin-analyzer", wanted: nil))
        #expect(
            CommandFault.of(["/x/bitcoin-analyzer"], files: ["/x/bitcoin-analyzer": ExecutableFacts(exists: false)])
                == .missing("/x/bitcoin-analyzer"))
        #expect(
            CommandFault.of(
                ["/x/bitcoin-analyzer"],
                files: ["/x/bitcoin-analyzer": ExecutableFacts(exists: true, isExecutable: false, isBinary: true)])
                == .notExecutable("/x/bitcoin-analyzer"))
    }

    @Test("a script that its own interpreter runs is not judged")
    func ownInterpreter() {
        #expect(
            CommandFault.of(
                ["/bin/bash", "/opt/run.sh"],
                files: ["/opt/run.sh": ExecutableFacts(exists: true, interpreter: "/bin/sh")]) == nil)
        #expect(CommandFault.of(["/bin/sh", "-c", "x"], files: [:]) == nil)
    }
}
