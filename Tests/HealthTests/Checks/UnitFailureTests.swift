import Domain
import HealthSupport
import OperatingSystem
import Support
import Testing

@testable import Health

/// Units as systemd 252 shows them (`systemctl show --timestamp=unix`).
@Suite("Units that fail by what changed them") struct UnitFailureTests {
    private static let dropIn = "/etc/systemd/system/bitcoin-analyzer-collect.service.d/override.conf"

    private func found(_ change: (inout HealthFacts) throws -> Void) throws -> [Finding] {
        Diagnosis.of(try HealthyMachine.facts(change))
    }

    private func failCollect(
        _ facts: inout HealthFacts, status: Int = 69, saying lines: [String] = [], failures: Int = 1,
        with settings: [String] = [], changedBefore: Duration = .minutes(5)
    ) {
        let now = facts.now
        facts.host = "vps"
        facts.change(ServiceUnits.collect) { unit in
            (unit.active, unit.sub, unit.result) = ("failed", "failed", "exit-code")
            (unit.exitCode, unit.exitStatus, unit.ended) = (1, status, now - .seconds(30))
            unit.failureLines = lines.map { Evidence(source: "journalctl", line: $0) }
            unit.failures = failures
            if !settings.isEmpty {
                unit.dropIns = [Self.dropIn]
                unit.changes = [DropIn(path: Self.dropIn, changed: now - changedBefore, settings: settings)]
            }
        }
    }

    @Test("a collection that fails by a limit of a drop-in is a root, and the remedy takes back that drop-in")
    func limit() throws {
        let found = try found {
            failCollect(
                &$0, saying: ["error: cannot be read or written", "  cause: database-unreachable"],
                with: ["LimitFSIZE=1000"])
        }
        let finding = try #require(found.first { $0.subject == ServiceUnits.collect && $0.problem != nil })
        guard case .unitRestricted = finding.problem else {
            Issue.record("\(finding)")
            return
        }
        #expect(finding.summary.english.contains("LimitFSIZE=1000"))
        #expect(
            finding.remedy
                == "sudo mv -n '\(Self.dropIn)' '\(Self.dropIn).disabled' && sudo systemctl daemon-reload && "
                + "sudo systemctl start \(ServiceUnits.collect)")
        #expect(finding.evidence.contains { $0.line.contains("cause: database-unreachable") })
    }

    @Test("a drop-in that is older than the last good run is not the reason")
    func oldDropIn() throws {
        let found = try found {
            failCollect(
                &$0, saying: ["error: x", "  cause: database-auth"], failures: 2, with: ["LimitFSIZE=1000"],
                changedBefore: .days(3))
        }
        #expect(!found.contains { if case .unitRestricted = $0.problem { true } else { false } })
        #expect(
            found.contains {
                if case .unitFailed = $0.problem { $0.summary.english.contains("error: x") } else { false }
            })
    }

    @Test("one failure of a database that works by now is not called a failure, a second one is")
    func once() throws {
        for failures in [1, 2] {
            let found = try found {
                failCollect(&$0, saying: ["  cause: database-unreachable"], failures: failures)
            }
            let finding = try #require(found.first { $0.subject == ServiceUnits.collect })
            #expect((finding.outcome == .failed) == (failures == 2))
        }
    }

    @Test("what a later run of this host disproves, and exit status 75, whose run has the reasons, are not named")
    func disproved() throws {
        let over = try found {
            failCollect(&$0, saying: ["  cause: database-unreachable"], failures: 3, with: ["LimitFSIZE=1000"])
            let now = $0.now
            $0.change(ServiceUnits.collect) { $0.ended = now - .hours(2) }
        }
        #expect(!over.contains { $0.subject == ServiceUnits.collect && $0.outcome == .failed })
        let temporary = try found { failCollect(&$0, status: 75, failures: 3, with: ["LimitFSIZE=1000"]) }
        #expect(!temporary.contains { $0.subject == ServiceUnits.collect && $0.outcome == .failed })
        let network = try found { failCollect(&$0, status: 75, failures: 3, with: ["IPAddressDeny=any"]) }
        #expect(network.contains { $0.subject == ServiceUnits.collect && $0.outcome == .failed })
    }

    @Test("a run that began after the failure has newer reasons, also where it failed itself")
    func superseded() throws {
        for (isLater, isFailed) in [(true, false), (false, true)] {
            let found = try found { facts in
                failCollect(&facts, saying: ["  cause: database-auth"], failures: 3)
                let ended = facts.now - .minutes(10)
                facts.change(ServiceUnits.collect) { $0.ended = ended }
                facts.changeContents { contents in
                    // What systemd shows has whole seconds: the run that failed seems to have ended after it.
                    var run = Run(
                        id: RunID(rawValue: "later"), traceID: String(repeating: "b", count: 32), command: "collect",
                        trigger: .cron, host: "vps",
                        started: isLater ? ended + .minutes(2) : ended - .seconds(4),
                        finished: isLater ? ended + .minutes(3) : ended + .milliseconds(400), outcome: .failed)
                    run.sources = HealthyMachine.run(999).sources
                    contents.runs = [run] + contents.runs.filter { $0.started < ended - .minutes(30) }
                }
            }
            #expect(found.contains { $0.subject == ServiceUnits.collect && $0.outcome == .failed } == isFailed)
        }
    }

    @Test("while the database cannot be read, the marker of the last run shows that a later one began")
    func supersededWithoutDatabase() throws {
        for (age, isNamed) in [(Duration.minutes(2), false), (.minutes(20), true)] {
            let found = try found { facts in
                failCollect(&facts, saying: ["  cause: configuration-invalid"], failures: 3)
                let ended = facts.now - .minutes(10)
                facts.change(ServiceUnits.collect) { $0.ended = ended }
                facts.database = .failed(ArchiveFailure(.authentication, "refused", hint: "x"))
                let run = Run(
                    id: RunID(rawValue: "marked"), traceID: String(repeating: "b", count: 32), command: "collect",
                    trigger: .manual, host: "vps", started: facts.now - age, finished: facts.now - age + .seconds(2),
                    outcome: .degraded)
                facts.lastRun = RunMarker(run, into: HealthyMachine.database)
            }
            #expect(found.contains { $0.subject == ServiceUnits.collect && $0.outcome == .failed } == isNamed)
        }
    }

    @Test("a command before the program that fails is named with its status")
    func before() throws {
        let units = UnitState.parse(
            """
            Id=bitcoin-analyzer-api.service
            LoadState=loaded
            ActiveState=activating
            SubState=auto-restart
            Result=exit-code
            ExecMainCode=0
            ExecMainStatus=0
            DropInPaths=/etc/systemd/system/bitcoin-analyzer-api.service.d/pre.conf
            ExecStartPre={ path=/bin/false ; argv[]=/bin/false ; ignore_errors=no ; \
            start_time=[@1767225600] ; stop_time=[@1767225600] ; pid=77 ; code=exited ; status=1 }
            User=bitcoin-analyzer
            """)
        var api = try #require(units[ServiceUnits.api])
        api.changes = [DropIn(path: api.dropIns[0], changed: nil, settings: ["ExecStartPre=/bin/false"])]
        #expect(api.failedBefore == "ExecStartPre=/bin/false (status 1)")
        let failing = api
        let found = try found { facts in facts.change(ServiceUnits.api) { $0 = failing } }
        let finding = try #require(found.first { $0.subject == ServiceUnits.api && $0.problem == .unitInvalid })
        #expect(finding.summary.english.contains("/bin/false") && finding.remedy?.hasPrefix("sudo mv -n ") == true)
        #expect(
            UnitState.parse(
                "Id=x\nExecStartPre={ path=/bin/true ; argv[]=/bin/true ; ignore_errors=no ; code=exited ; status=0 }")[
                    "x"]?
                .failedBefore == nil)
    }

    @Test(
        "a timer that is loaded and starts nothing is named",
        arguments: [
            "LoadState=bad-setting\nActiveState=inactive", "ActiveState=active\nSubState=elapsed",
            "ActiveState=active\nSubState=waiting\nNextElapseUSecRealtime=Thu 2099-01-01 00:00:00 UTC\nNextElapseUSecMonotonic=0",
            "ActiveState=active\nSubState=waiting\nUnit=bitcoin-analyzer-watch.service",
        ])
    func timer(_ shown: String) throws {
        let parsed = UnitState.parse("Id=\(ServiceUnits.timer)\nUnitFileState=enabled\n\(shown)\n")
        let timer = try #require(parsed[ServiceUnits.timer])
        let found = try found { facts in facts.change(ServiceUnits.timer) { $0 = timer } }
        let finding = try #require(found.first { $0.subject == ServiceUnits.timer })
        #expect(finding.outcome == .failed && [.scheduleStopped, .scheduleCommand].contains(finding.problem))
        #expect(finding.remedy?.contains("enable --now") == false)
    }

    @Test("a condition that does not hold is named with the drop-in that has it; one that was never tried is not")
    func condition() throws {
        func schedule(_ shown: String) throws -> Finding {
            let parsed = UnitState.parse(
                "Id=\(ServiceUnits.collect)\nActiveState=inactive\nDropInPaths=\(Self.dropIn)\nUser=bitcoin-analyzer\n\(shown)\n"
            )
            var collect = try #require(parsed[ServiceUnits.collect])
            collect.changes = [DropIn(path: Self.dropIn, changed: nil, settings: ["ConditionPathExists=/nowhere"])]
            let found = try found { facts in facts.change(ServiceUnits.collect) { $0 = collect } }
            return try #require(found.first { $0.check == .schedule })
        }
        let refused = try schedule(
            "ConditionResult=no\nConditionTimestamp=@1767225600\nAssertResult=no\nAssertTimestamp=")
        #expect(refused.outcome == .failed && refused.summary.english.contains("ConditionPathExists=/nowhere"))
        #expect(refused.remedy?.hasPrefix("sudo mv -n '\(Self.dropIn)' ") == true)
        #expect(try schedule("ConditionTimestamp=\nConditionResult=no").outcome == .ok)
        #expect(
            try schedule(
                "ConditionTimestamp=@1767225600\nConditionResult=yes\nAssertTimestamp=@1767225600\nAssertResult=yes"
            )
            .outcome == .ok)
    }

    @Test("the settings of a drop-in are shown without the values of variables, which may be secrets")
    func settings() {
        let text = """
            # by hand
            [Service]
            ExecStart=
            ExecStart=/bin/false
            Environment=DATABASE_URL=postgres://u:secret@h/d "API_PORT=9"
              LimitFSIZE=1000
            """
        let settings = DropIn.settings(in: text)
        #expect(
            settings == ["ExecStart=/bin/false", "Environment=DATABASE_URL Environment=API_PORT", "LimitFSIZE=1000"])
        let change = DropIn(path: "/x.conf", changed: nil, settings: settings)
        #expect(change.restrictions == ["LimitFSIZE=1000"] && change.commands.count == 2)
        #expect(
            DropIn(path: "/x", changed: nil, settings: ["TimeoutStartSec=3s", "Restart=no", "Environment=TZ"])
                .restrictions.isEmpty)
    }

    @Test("the lines of the start that failed are read, and not those of the next one or of one long before")
    func journal() {
        func line(_ text: String, _ invocation: String, about: Bool = false, id: String = "") -> String {
            let key = about ? "INVOCATION_ID" : "_SYSTEMD_INVOCATION_ID"
            return
                "{\"__REALTIME_TIMESTAMP\":\"1767225600000000\",\"MESSAGE\":\"\(text)\",\"\(key)\":\"\(invocation)\",\"MESSAGE_ID\":\"\(id)\"}"
        }
        let failed = "d9b373ed55a64feb8242e02dbe79a49c"
        let journal = UnitJournal(
            [
                line("  cause: port-in-use", "a"), line("Failed with result", "a", about: true, id: failed),
                line("  cause: database-auth", "b"), line("Failed with result", "b", about: true, id: failed),
                line("Starting", "c", about: true), line("hello", "c"),
            ].joined(separator: "\n"), source: "journal")
        #expect(journal.ofFailure.map(\.line) == ["  cause: database-auth", "Failed with result"])
        #expect(journal.failures == 2)
    }

    @Test("a service whose program names its cause is not called a restart loop")
    func declared() throws {
        let found = try found { facts in
            facts.change(ServiceUnits.api) { unit in
                (unit.active, unit.sub, unit.result, unit.restarts) = ("activating", "auto-restart", "exit-code", 12)
                (unit.exitCode, unit.exitStatus) = (1, 77)
                unit.failureLines = [
                    "error: /etc/x cannot be read", "  what to do: y", "  cause: configuration-invalid",
                ]
                .map { Evidence(source: "journal", line: $0) }
            }
        }
        #expect(!found.contains { $0.problem == .serviceRestarting })
        #expect(
            found.contains { if case .unitFailed = $0.problem { $0.summary.english.contains("/etc/x") } else { false } }
        )
    }

    @Test("the count of restarts is that of systemd, and a service that runs for long enough is in no loop")
    func counts() throws {
        func services(_ active: Duration) throws -> Finding? {
            try found { facts in
                let now = facts.now
                facts.change(ServiceUnits.web) { unit in
                    (unit.restarts, unit.recentRestarts) = (22, 151)
                    unit.activeSince = now - active
                    unit.lastRestart = now - active - .seconds(1)
                    unit.firstRestart = now - active - .seconds(301)
                }
            }.first { $0.problem == .serviceRestarting }
        }
        #expect(try services(.seconds(3))?.summary.english.contains("22 times") == true)
        #expect(try services(.seconds(15)) == nil)
    }

    @Test("a folder that the service’s user may not enter is named, and only what is missing is given back")
    func barrier() throws {
        for (path, target, remedy) in [
            ("/usr/local/bin", InstallPaths.program, "sudo chmod a+x '/usr/local/bin'"),
            ("/usr", InstallPaths.program, "sudo chmod a+x '/usr'"),
            ("/etc", InstallPaths.environment, "sudo chmod a+x '/etc'"),
            ("/etc/bitcoin-analyzer", InstallPaths.environment, "sudo bitcoin-analyzer install"),
            ("/etc/bitcoin-analyzer/environment", InstallPaths.environment, "sudo bitcoin-analyzer install"),
            ("/etc/bitcoin-analyzer-old", "/etc/bitcoin-analyzer-old/x", "ls -ld '/etc/bitcoin-analyzer-old'"),
            ("/opt/tools", "/opt/tools/bitcoin-analyzer", "sudo chmod a+x '/opt/tools'"),
            ("/root", "/root/bitcoin-analyzer", "ls -ld '/root'"),
            (
                InstallPaths.packagedProgram, InstallPaths.packagedProgram,
                "sudo apt-get install --reinstall ./bitcoin-analyzer_VERSION_ARCHITECTURE.deb"
            ),
        ] {
            let found = try found {
                $0.change(ServiceUnits.api) { $0.command = ["/opt/tools/bitcoin-analyzer", "api"] }
                $0.change(ServiceUnits.web) { $0.command = ["/root/bitcoin-analyzer", "web"] }
                $0.barriers = [PathBarrier(target: target, path: path, mode: 0o700, user: "bitcoin-analyzer")]
            }
            #expect(found.first { $0.problem == .pathForbidden }?.remedy == remedy)
        }
    }

    @Test("an address that no interface has, immutable files and a damaged program have remedies of their own")
    func others() throws {
        let host = try found {
            $0.foreignHosts = ["127.0.0.1"]
            $0.ports = [HealthyMachine.port("api", .refused), HealthyMachine.port("web")]
        }
        #expect(host.contains { $0.check == .ports && $0.problem == .settingInvalid })
        #expect(OwnAddress.isUsable("127.0.0.1") && OwnAddress.isUsable("0.0.0.0") && OwnAddress.isUsable("localhost"))
        #expect(!OwnAddress.isUsable("192.0.2.77"))
        let immutable = try found { facts in
            facts.folders[0].immutable = ["/var/lib/bitcoin-analyzer/bitcoin-analyzer.db"]
        }
        #expect(
            immutable.first { $0.check == .disk && $0.problem != nil }?.remedy
                == "sudo chattr -i -a '/var/lib/bitcoin-analyzer/bitcoin-analyzer.db'")
        let damaged = try found { facts in
            var file = ExecutableFacts(exists: true, isBinary: true)
            file.isDamaged = true
            facts.collectFiles = ["/usr/local/bin/bitcoin-analyzer": file]
        }
        let finding = try #require(damaged.first { $0.problem == .scheduleCommand })
        #expect(finding.summary.english.contains("damaged") && finding.remedy?.contains("NEW_COPY") == false)
        #expect(finding.remedy?.hasSuffix("sudo ./bitcoin-analyzer install") == true)
    }

    @Test("the header of a program shows that its end is missing")
    func header() {
        var header = [UInt8](repeating: 0, count: 64)
        header.replaceSubrange(0..<6, with: [0x7F, 0x45, 0x4C, 0x46, 2, 1])
        header[41] = 0x10  // e_shoff 4096
        (header[58], header[60]) = (64, 10)
        #expect(ELFHeader.isCutOff(size: 4735, first: header) && !ELFHeader.isCutOff(size: 4736, first: header))
        #expect(
            ELFHeader.isCutOff(size: 0, first: []) && !ELFHeader.isCutOff(size: 20, first: Array("#!/bin/sh\n".utf8)))
    }

    @Test("the same error of the settings in every unit is named once, with the file to edit")
    func settingsOnce() throws {
        let refused = SettingsFacts.refused(
            message: Phrase(verbatim: "/etc/bitcoin-analyzer/environment: no setting"), hint: "correct it",
            at: .init(file: InstallPaths.environment))
        let found = try found { facts in
            facts.settings = refused
            for unit in facts.unitSettings.keys { facts.unitSettings[unit] = refused }
        }
        let named = found.filter { $0.problem == .settingInvalid }
        #expect(named.count == 1 && named[0].remedy?.hasPrefix("sudoedit /etc/bitcoin-analyzer/environment") == true)
    }

    @Test("the next elapse of a timer is read as systemctl shows it, which has no Unix time for it")
    func nextElapse() {
        func next(_ text: String) -> Timestamp? {
            UnitState.parse("Id=x.timer\nNextElapseUSecRealtime=\(text)\nNextElapseUSecMonotonic=0\n")["x.timer"]?
                .nextElapse
        }
        #expect(next("Thu 2099-01-01 00:00:00 UTC") == Timestamp(seconds: 4_070_908_800))
        #expect(next("@4070908800") == Timestamp(seconds: 4_070_908_800))
        // 30 October 2022, 02:30 in Paris, before and after summer time ends; a zone of another name is not mistaken.
        let (summer, winter) = (Int64(1_667_089_800), Int64(1_667_093_400))
        for usual in [summer, winter] {
            func moment(_ zone: String) -> Int64 {
                UnitState.moment(
                    zone: zone, mktime: { $0 == 1 ? summer : $0 == 0 ? winter : usual },
                    zoneAt: { $0 == summer ? "CEST" : "CET" })
            }
            #expect(moment("CEST") == summer && moment("CET") == winter && moment("EST") == usual)
        }
        #expect(next("") == nil && next("n/a") == nil && next("Thu 2099-99 0 UTC") == nil)
    }
}
