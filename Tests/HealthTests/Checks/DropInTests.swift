import Domain
import Foundation
import HealthSupport
import OperatingSystem
import Support
import Testing

@testable import Health

/// Drop-ins as systemd.syntax(7), systemd.exec(5) and systemd.unit(5) describe them.
@Suite("Drop-ins: what they show, what they explain, and what is done about them") struct DropInTests {
    private static let path = "/etc/systemd/system/\(ServiceUnits.api).d/x.conf"

    private func dropIn(_ settings: String..., changed: Timestamp? = nil, at path: String = path) -> DropIn {
        DropIn(path: path, changed: changed, settings: settings)
    }

    @Test(
        "no value that may be a secret is shown, however it is written",
        arguments: [
            "Environment = DATABASE_URL=postgres://u:hidden@h/db",
            "Environment=A=1 \\\nDATABASE_URL=postgres://u:hidden@h/db",
            "Environment=A=1 \\\r\n  DATABASE_URL=postgres://u:hidden@h/db\r\n",
            "Environment=A=1 \\\n# a comment between\n; and another\nDATABASE_URL=hidden",
            "Environment=DATABASE_URL=postgres://u:my hidden@h/db", "Environment=\"TOKEN=my hidden\"",
            "SetCredential=token:hidden", "SetCredentialEncrypted=token: \\\n hidden=",
            "ExecStart=/usr/bin/x --database=postgres://u:hidden@h/db", "ExecStart=/usr/bin/env TOKEN=hidden x",
            "ExecStartPre=-/bin/sh -c 'curl -u u:hidden h'", "ExecStart=/bin/x -phidden", "ExecReload=/bin/x hidden",
            "ConditionEnvironment=TOKEN=hidden", "X-Note=hidden", "postgres://u:hidden@h/db?a=b",
            "\tEnvironment\t=\tTOKEN=hidden",
        ])
    func secrets(_ text: String) {
        let settings = DropIn.settings(in: "[Service]\n" + text + "\nLimitFSIZE=1000\n")
        #expect(!settings.joined().contains("hidden"))
        #expect(settings.last == "LimitFSIZE=1000" && settings.count <= 2)
    }

    @Test("names of variables, and of programs, are shown")
    func names() {
        #expect(
            DropIn.settings(in: "Environment = A=1 \\\n B=2\nExecStart=/bin/sh -c 'a b' --x=1 /etc/y")
                == ["Environment=A Environment=B", "ExecStart=/bin/sh -c … --x=… /etc/y"])
        // Two backslashes are one that is escaped: the line ends here.
        #expect(DropIn.settings(in: "UMask=0077 \\\\\nLimitCORE=0").count == 2)
    }

    @Test("a command that fails before the program is named without its values")
    func failedBefore() {
        let unit = UnitState.parse(
            """
            Id=\(ServiceUnits.api)
            ExecStartPre={ path=/bin/sh ; argv[]=/bin/sh -c curl -u u:hidden h ; ignore_errors=no ; \
            code=exited ; status=22 }
            """)[ServiceUnits.api]
        #expect(unit?.failedBefore == "ExecStartPre=/bin/sh -c … -u … (status 22)")
    }

    @Test(
        "what takes nothing away is no restriction",
        arguments: [
            "LimitNOFILE=infinity", "LimitCORE=infinity:infinity", "TasksMax=infinity", "MemoryMax=infinity",
            "MemoryMax=100%", "MemoryAccounting=yes", "TasksAccounting=yes", "PrivateTmp=no", "PrivateNetwork=false",
            "ProtectHome=no", "ProtectSystem=off", "ProtectProc=default", "IPAddressAllow=any", "DeviceAllow=/dev/x rw",
            "ReadWritePaths=/srv", "Requires=postgresql.service", "BindsTo=postgresql.service",
            "WorkingDirectory=/srv", "NoNewPrivileges=0", "DynamicUser=no", "User=bitcoin-analyzer",
            "StateDirectory=bitcoin-analyzer", "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6", "MemoryLow=1G",
            "TimeoutStartSec=3s", "Restart=no", "Environment=TZ", "DevicePolicy=auto",
        ])
    func harmless(_ line: String) { #expect(dropIn(line).restrictions == []) }

    @Test(
        "what takes something away is one",
        arguments: [
            "LimitNOFILE=64", "LimitFSIZE=0", "MemoryMax=0", "TasksMax=2", "IPAddressDeny=any", "PrivateTmp=yes",
            "ProtectSystem=strict", "ReadOnlyPaths=/srv", "User=nobody", "RestrictAddressFamilies=AF_UNIX",
            "SocketBindDeny=any", "ConditionPathExists=/nowhere", "ExecStartPre=/bin/false",
        ])
    func restricting(_ line: String) { #expect(dropIn(line).restrictions == [line]) }

    private func failing(_ change: (inout UnitState) -> Void) -> UnitState {
        var unit = UnitState(ServiceUnits.api)
        (unit.active, unit.sub, unit.result) = ("activating", "auto-restart", "exit-code")
        (unit.exitCode, unit.exitStatus, unit.ended) = (1, 69, HealthyMachine.now)
        unit.dropIns = [Self.path]
        change(&unit)
        return unit
    }

    @Test(
        "only one that was written after the last success and before the failure is blamed",
        arguments: [
            (good: Duration.hours(1), written: Duration.minutes(5), isBlamed: true),
            (.hours(1), .hours(2), false), (.hours(1), .seconds(-30), false),
            // Without a known success, only one that was written shortly before.
            (nil, .minutes(5), true), (nil, .days(365), false), (nil, nil, false), (.hours(1), nil, false),
        ] as [(good: Duration?, written: Duration?, isBlamed: Bool)])
    func age(_ good: Duration?, _ written: Duration?, _ isBlamed: Bool) {
        let now = HealthyMachine.now
        let unit = failing { unit in
            unit.lastStarted = good.map { now - $0 }
            unit.changes = [dropIn("LimitFSIZE=1000", changed: written.map { now - $0 })]
        }
        #expect((unit.blamed() != nil) == isBlamed)
    }

    @Test(
        "a drop-in that was written while the process ran is blamed for limits of its control group only, once loaded",
        arguments: [
            ("LimitFSIZE=1000", false, false), ("ProtectSystem=strict", false, false), ("MemoryMax=1M", false, true),
            ("IPAddressDeny=any", false, true), ("MemoryMax=1M", true, false),
        ])
    func writtenWhileRunning(_ setting: String, needsReload: Bool, isBlamed: Bool) {
        let now = HealthyMachine.now
        let unit = failing { unit in
            unit.started = now - .minutes(10)
            unit.ended = now - .minutes(1)
            unit.needsReload = needsReload
            unit.changes = [dropIn(setting, changed: now - .minutes(5))]
        }
        #expect((unit.blamed() != nil) == isBlamed)
    }

    @Test(
        "what the program says of its exit is not blamed on a drop-in that cannot make it",
        arguments: [
            ("database-auth", "LimitNOFILE=64", false), ("database-auth", "User=nobody", true),
            ("port-in-use", "User=nobody", false), ("database-corrupt", "MemoryMax=1M", false),
            ("database-schema-damaged", "PrivateTmp=yes", false), ("database-not-migrated", "LimitNOFILE=64", false),
            ("database-mismatch", "IPAddressDeny=any", false),
            ("database-not-migrated", "TemporaryFileSystem=/var/lib", true),
            ("database-unreachable", "IPAddressDeny=any", true), ("disk-full", "LimitFSIZE=1000", true),
            ("database-connections-exhausted", "User=nobody", false), ("database-locked", "MemoryMax=1M", false),
            ("database-unreachable", "LimitNOFILE=64", false), ("configuration-invalid", "MemoryMax=1M", false),
            ("configuration-invalid", "InaccessiblePaths=/etc", true), ("out-of-memory", "MemoryMax=1M", true),
            ("out-of-memory", "PrivateTmp=yes", false), ("descriptors-exhausted", "LimitNOFILE=64", true),
            ("descriptors-exhausted", "LimitFSIZE=1", false), ("collector-crashed", "LimitNOFILE=64", true),
        ])
    func declared(_ cause: String, _ setting: String, _ isBlamed: Bool) {
        let unit = failing { unit in
            unit.lastStarted = HealthyMachine.now - .hours(1)
            unit.changes = [dropIn(setting, changed: HealthyMachine.now - .minutes(5))]
            unit.failureLines = [Evidence(source: "journal", line: "  cause: \(cause)")]
        }
        #expect((unit.blamed() != nil) == isBlamed)
    }

    @Test(
        "the process that checks blames its own unit only for what the setting can do, since the last success",
        arguments: [
            ("ReadOnlyPaths=/var/lib/bitcoin-analyzer", Duration.days(300), true),
            ("TemporaryFileSystem=-/var/lib:ro", .days(300), true),
            ("BindReadOnlyPaths=/srv/x:/var/lib/bitcoin-analyzer", .days(300), true),
            ("BindReadOnlyPaths=/var/lib/bitcoin-analyzer:/srv", .days(300), false),
            ("ReadOnlyPaths=/srv", .days(300), false), ("ProtectSystem=strict", .days(300), false),
            ("ProtectSystem=strict", .minutes(1), true), ("LimitNOFILE=64", .minutes(1), false),
            ("MemoryMax=2G", .minutes(1), false), ("IPAddressDeny=any", .minutes(1), false),
        ])
    func own(_ setting: String, _ before: Duration, _ isBlamed: Bool) throws {
        let found = Diagnosis.of(
            try HealthyMachine.facts { facts in
                (facts.host, facts.ownUnit) = ("vps", ServiceUnits.api)
                let changed = facts.now - before
                facts.change(ServiceUnits.api) { unit in
                    unit.dropIns = [Self.path]
                    unit.changes = [dropIn(setting, changed: changed)]
                }
                facts.changeContents { $0.writing = ArchiveFailure(.readOnly, "cannot be written", hint: "check") }
            })
        #expect(found.contains { if case .unitRestricted = $0.problem { true } else { false } } == isBlamed)
    }

    @Test("a drop-in is put aside, never reverted, whether or not it is the only one")
    func removal() {
        var unit = UnitState(ServiceUnits.api)
        let change = dropIn("PrivateNetwork=yes", at: "/etc/systemd/system/\(ServiceUnits.api).d/it's.conf")
        let quoted = #"/etc/systemd/system/bitcoin-analyzer-api.service.d/it'\''s.conf"#
        let expected =
            "sudo mv -n '\(quoted)' '\(quoted).disabled' && sudo systemctl daemon-reload && sudo systemctl restart "
            + ServiceUnits.api
        unit.dropIns = [change.path]
        #expect(unit.removing(change) == expected)
        unit.dropIns.append(Self.path)
        #expect(unit.removing(change) == expected)
    }

    @Test("a drop-in that does not explain the failure stays, and the installation is written again")
    func unrelated() {
        let unit = failing { $0.changes = [dropIn("Environment=PGSSLROOTCERT")] }
        for names in [["ExecStart="], ["User="], []] {
            #expect(
                unit.restoring(names)
                    == "systemctl cat \(ServiceUnits.api); sudo bitcoin-analyzer install && sudo systemctl restart "
                    + ServiceUnits.api)
        }
        #expect(unit.restoring(where: UnitState.isOfEnvironment).hasPrefix("sudo mv -n "))
    }

    @Test(
        "a program of the installation that is damaged or gone is installed again, whatever drop-ins there are",
        arguments: [
            ("/usr/local/bin/bitcoin-analyzer", "sudo ./bitcoin-analyzer install"),
            (
                "/usr/bin/bitcoin-analyzer",
                "sudo apt-get install --reinstall ./bitcoin-analyzer_VERSION_ARCHITECTURE.deb"
            ),
        ])
    func damaged(_ program: String, _ remedy: String) throws {
        let found = Diagnosis.of(
            try HealthyMachine.facts { facts in
                var file = ExecutableFacts(exists: true, isBinary: true)
                file.isDamaged = true
                facts.collectFiles = [program: file]
                for name in [ServiceUnits.collect, ServiceUnits.api] {
                    facts.change(name) { unit in
                        unit.command = [program, "x"]
                        unit.dropIns = [Self.path]
                        unit.changes = [dropIn("ExecStart=\(program) …")]
                    }
                }
                facts.change(ServiceUnits.api) { unit in
                    (unit.active, unit.sub, unit.result) = ("activating", "auto-restart", "exit-code")
                    (unit.exitCode, unit.exitStatus) = (1, 203)
                }
            }
        ).filter { $0.problem == .scheduleCommand || $0.problem == .unitInvalid }
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.remedy?.hasSuffix(remedy) == true })
    }

    @Test("of a drop-in of all services only the name is shown, and nothing is done about it")
    func shared() throws {
        let others = ["/run/systemd/system/service.d/zzz-lxc-service.conf", "/usr/lib/systemd/system/service.d/x.conf"]
        let own = [Self.path, "/etc/systemd/system/bitcoin-analyzer-.service.d/all.conf"]
        let parsed = UnitState.parse(
            """
            Id=\(ServiceUnits.api)
            ActiveState=activating
            SubState=auto-restart
            Result=exit-code
            ExecMainCode=1
            ExecMainStatus=226
            User=bitcoin-analyzer
            DropInPaths=\((others + own).joined(separator: " ")) \
            /usr/lib/systemd/system/service.d/10-timeout-abort.conf
            """)[ServiceUnits.api]
        var unit = try #require(parsed)
        #expect(unit.dropIns == own && unit.sharedDropIns == others)
        unit.dropIns = []
        let alone = unit
        let found = Diagnosis.of(try HealthyMachine.facts { $0.change(ServiceUnits.api) { $0 = alone } })
        let finding = try #require(found.first { $0.subject == ServiceUnits.api && $0.problem != nil })
        #expect(finding.evidence.contains { $0.source.hasPrefix("systemctl cat ") && $0.line.contains(others[0]) })
        #expect(finding.remedy?.contains("service.d") == false && finding.remedy?.contains("revert") == false)
        #expect(finding.remedy?.contains("mv ") == false)
    }

    @Test("a drop-in is read where it is a regular file of the size that a person writes", .timeLimit(.minutes(10)))
    func reading() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/drop-in-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (file, large, pipe) = (folder + "/a.conf", folder + "/b.conf", folder + "/c.conf")
        try Data("[Service]\nLimitFSIZE = 1000\n".utf8).write(to: URL(filePath: file))
        try Data(repeating: 65, count: 100_000).write(to: URL(filePath: large))
        #expect(mkfifo(pipe, 0o600) == 0)
        let written = Date(timeIntervalSince1970: 1_700_000_000)
        try FileManager.default.setAttributes([.modificationDate: written], ofItemAtPath: file)
        #expect(
            DropInReader.read([file, large, pipe, folder + "/absent.conf"])
                == [DropIn(path: file, changed: Timestamp(seconds: 1_700_000_000), settings: ["LimitFSIZE=1000"])])
    }
}
