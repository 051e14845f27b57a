import Domain
import Foundation
import HealthSupport
import OperatingSystem
import Support
import Testing

@testable import Health

@Suite("Failures that begin with a change of the installed settings") struct SettingChangeTests {
    private typealias Machine = HealthyMachine

    private static let now = HealthyMachine.now

    private func installed(_ values: [String: String], written: Timestamp = now - .days(1)) -> InstalledSettings {
        InstalledSettings(
            file: InstallPaths.environment, written: written,
            values: values.mapValues { text in
                InstalledSettings.Value(text: text, shown: text.replacing("secret", with: "***"))
            })
    }

    /// The changes from settings that worked to others, written five minutes ago.
    private func changes(_ before: [String: String], _ after: [String: String]) throws -> [SettingChange] {
        let working = try #require(
            WorkingSettings().updated(by: installed(before), working: Set(SettingGroup.allCases)))
        return working.changes(in: installed(after, written: Self.now - .minutes(5)))
    }

    private func found(_ changes: [SettingChange], _ change: (inout HealthFacts) throws -> Void) throws -> [Finding] {
        Diagnosis.of(
            try Machine.facts { facts in
                facts.host = "vps"
                facts.settingChanges = changes
                try change(&facts)
            })
    }

    private func fail(_ facts: inout HealthFacts, _ kind: ArchiveFailure.Kind = .unreachable) {
        facts.database = .failed(ArchiveFailure(kind, "cannot reach x", hint: "start it"))
    }

    @Test("a database that cannot be used since its address was changed, with the command that puts it back")
    func database() throws {
        let changes = try changes(
            ["DATABASE_URL": "sqlite:///a/b.db", "LOG_LEVEL": "info"],
            ["DATABASE_URL": "sqlite:///a/c.db", "LOG_LEVEL": "debug"])
        let found = try found(changes) { fail(&$0) }
        let finding = try #require(found.first { $0.problem == .settingChanged(.database) })
        #expect(
            finding.summary.english.contains("since DATABASE_URL was changed in \(InstallPaths.environment)")
                && finding.summary.english.contains("(sqlite:///a/b.db before)"))
        #expect(finding.summary.french.contains("depuis la modification de \(InstallPaths.environment)"))
        #expect(finding.remedy == "sudo bitcoin-analyzer install --set 'DATABASE_URL=sqlite:///a/b.db'")
        #expect(finding.since == Self.now - .minutes(5))
    }

    @Test("a change that explains nothing of the failure, or after which a run went well, is not blamed")
    func unrelated() throws {
        let other = try changes(["LOG_LEVEL": "info"], ["LOG_LEVEL": "debug", "API_PORT": "9"])
        #expect(!(try found(other) { fail(&$0) }).contains { $0.problem == .settingChanged(.database) })
        let address = try changes(["DATABASE_URL": "sqlite:///a"], ["DATABASE_URL": "sqlite:///b"])
        #expect(!(try found(address) { fail(&$0, .diskFull) }).contains { $0.problem == .settingChanged(.database) })
        #expect(!(try found(address) { _ in }).contains { $0.check == .settings && $0.outcome == .failed })
        let same = try changes(["DATABASE_URL": "sqlite:///a"], ["DATABASE_URL": "sqlite:///a"])
        #expect(same.isEmpty)
    }

    @Test("sources that fail since their address was changed, and not those that failed before")
    func sources() throws {
        let changes = try changes(["PRICE_SOURCES": "coinbase"], ["PRICE_SOURCES": "coinbase=http://x.invalid"])
        for (start, isBlamed) in [(Self.now - .minutes(3), true), (Self.now - .hours(2), false)] {
            let found = try found(changes) { facts in
                facts.changeContents { contents in
                    var run = Machine.run(
                        1000, outcome: .failed, failing: ["coinbase": .dns, "kraken": .dns])
                    run = Run(
                        id: run.id, traceID: run.traceID, command: run.command, trigger: run.trigger, host: run.host,
                        started: start, finished: start + .seconds(2), outcome: .failed, sources: run.sources)
                    contents.runs = [run]
                }
            }
            #expect(found.contains { $0.problem == .settingChanged(.sources) } == isBlamed)
        }
    }

    @Test("a run that had begun before the change says nothing of it, whenever it ends")
    func overlapping() throws {
        let changes = try changes(["DATABASE_URL": "sqlite:///a"], ["DATABASE_URL": "sqlite:///b"])
        for (started, isBlamed) in [(Self.now - .minutes(6), true), (Self.now - .minutes(4), false)] {
            let found = try found(changes) { facts in
                fail(&facts)
                let run = Run(
                    id: RunID(rawValue: "r"), traceID: String(repeating: "b", count: 32), command: "collect",
                    trigger: .timer, host: "vps", started: started, finished: Self.now - .minutes(3), outcome: .ok)
                facts.lastRun = RunMarker(run, into: Machine.database)
            }
            #expect(found.contains { $0.problem == .settingChanged(.database) } == isBlamed)
        }
    }

    @Test("a port that is taken, and a dashboard that does not find the API, since a setting was changed")
    func listeners() throws {
        let port = try changes(["WEB_PORT": "8000"], ["WEB_PORT": "5432", "API_BASE_URL": "http://127.0.0.1:9"])
        let taken = try found(port) { facts in
            facts.ports = [Machine.port("api"), Machine.port("web", holder: Machine.foreigner, .broken("x"))]
        }
        #expect(
            taken.first { $0.problem == .settingChanged(.web) }?.remedy
                == "sudo bitcoin-analyzer install --set 'WEB_PORT=8000'")
        let lost = try found(port) { facts in
            facts.ports = [
                Machine.port("api"),
                PortFacts(
                    role: "web", listen: .init(host: "127.0.0.1", port: 8000), holder: Machine.systemd,
                    response: .responded(status: 200, isOurs: true, date: facts.now), notReady: "api: refused"),
            ]
        }
        // It was not set before: the line goes.
        #expect(
            lost.first { $0.problem == .settingChanged(.dashboard) }?.remedy
                == #"sudo sed -i -e '/^[[:space:]]*\(export[[:space:]]\+\)\{0,1\}API_BASE_URL[[:space:]]*=/d' "#
                + "'\(InstallPaths.environment)' && "
                + "sudo bitcoin-analyzer install")
    }

    @Test("a value that cannot be used is named with what it was, and a line that is none can be taken out")
    func invalid() throws {
        let changes = try changes(["COLLECT_EVERY": "1h"], ["COLLECT_EVERY": "often"])
        func refused(_ place: SettingsFacts.Place) throws -> Finding? {
            try found(changes) { facts in
                facts.settings = .refused(message: "COLLECT_EVERY must be a duration", hint: "write 1h", at: place)
            }.first { $0.problem == .settingInvalid }
        }
        let value = try #require(try refused(.init(file: InstallPaths.environment, name: "COLLECT_EVERY")))
        #expect(value.remedy == "sudo bitcoin-analyzer install --set 'COLLECT_EVERY=1h'")
        #expect(value.summary.english.contains("(1h before)") && value.since == Self.now - .minutes(5))
        let line = try #require(try refused(.init(file: InstallPaths.environment, line: 7)))
        #expect(
            line.remedy
                == "sudoedit \(InstallPaths.environment) && sudo bitcoin-analyzer settings")
        #expect(try refused(.init(file: "/root/.env", line: 7))?.remedy == "bitcoin-analyzer settings")
    }

    @Test("secrets are neither recorded nor shown, and that one was changed is noticed all the same")
    func secrets() throws {
        let working = try #require(
            WorkingSettings().updated(
                by: installed(["DATABASE_URL": "postgres://u:secret@h/d"]), working: [.database]))
        let text = String(decoding: try JSONEncoder().encode(working), as: UTF8.self)
        #expect(!text.contains("secret"))
        let changes = working.changes(in: installed(["DATABASE_URL": "postgres://u:secret2@h/d"]))
        #expect(changes.count == 1 && !changes[0].evidence.line.contains("secret"))
        #expect(changes.undoing == "sudoedit '\(InstallPaths.environment)' && sudo bitcoin-analyzer install")
        #expect(
            working.updated(by: installed(["DATABASE_URL": "postgres://u:secret@h/d"]), working: [.database]) == nil)
    }

    @Test("a group counts as working only with processes and runs that began after the file was written")
    func working() throws {
        let facts = try Machine.facts { $0.host = "vps" }
        let findings = Diagnosis.of(facts)
        #expect(facts.workingGroups(findings, since: Self.now - .days(3)) == Set(SettingGroup.allCases))
        // After the start of the units, and the last run.
        #expect(facts.workingGroups(findings, since: Self.now - .minutes(1)) == [.other])
        let failing = try Machine.facts { facts in
            facts.host = "vps"
            fail(&facts)
        }
        let working = failing.workingGroups(Diagnosis.of(failing), since: Self.now - .days(3))
        #expect(!working.contains(.database) && !working.contains(.sources))
    }
}
