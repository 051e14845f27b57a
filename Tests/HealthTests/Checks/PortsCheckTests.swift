import Domain
import HealthSupport
import OperatingSystem
import Support
import Testing

@testable import Health

@Suite("Ports, where settings, units and addresses differ") struct PortsCheckTests {
    private func web(
        _ response: PortFacts.Response, unit: SettingsFacts.Listen, _ unitResponse: PortFacts.Response?
    ) throws -> Finding? {
        var port = HealthyMachine.port("web", response)
        port.unitListen = unit
        port.unitResponse = unitResponse
        return Diagnosis.of(
            try HealthyMachine.facts { facts in
                facts.ports = [HealthyMachine.port("api"), port]
                facts.change(ServiceUnits.webSocket) { $0.listens = ["\(unit.host):\(unit.port)"] }
            }
        ).first { $0.check == .ports && $0.subject == "web" }
    }

    private let ours = PortFacts.Response.responded(status: 200, isOurs: true, date: nil)

    @Test("a service that was moved with its socket, and responds there, is well")
    func moved() throws {
        let found = try #require(try web(.refused, unit: .init(host: "127.0.0.1", port: 9000), ours))
        #expect(found.outcome == .ok && found.summary.english.contains("9000"))
        let silent = try #require(try web(.refused, unit: .init(host: "127.0.0.1", port: 9000), .refused))
        #expect(silent.problem == .socketDiffers)
        #expect(silent.evidence[0].line.hasPrefix("WEB_PORT=9000 "))
    }

    @Test("what differs is named, be it the host alone")
    func host() throws {
        let found = try #require(try web(.refused, unit: .init(host: "127.0.0.2", port: 8000), .refused))
        #expect(found.evidence[0].line.hasPrefix("WEB_HOST=127.0.0.2 "))
    }

    @Test("an address that no interface has, as with FreeBind=, is no fault while the service responds there")
    func freeBind() throws {
        for (response, isFault) in [(ours, false), (.refused, true)] {
            let found = Diagnosis.of(
                try HealthyMachine.facts { facts in
                    facts.foreignHosts = ["127.0.0.1"]
                    facts.ports = [HealthyMachine.port("api", response), HealthyMachine.port("web", response)]
                })
            #expect(found.contains { $0.check == .ports && $0.problem == .settingInvalid } == isFault)
        }
    }

    @Test("the address of the unit is asked where it is another one")
    func asked() async {
        let moved = SettingsFacts.resolved(
            .init(
                database: HealthyMachine.database, databaseOrigin: "default", databaseFile: nil,
                api: .init(host: "127.0.0.1", port: 8001), web: .init(host: "127.0.0.1", port: 9000),
                apiBaseURL: "http://127.0.0.1:8001", collectEvery: .hours(1), freshFor: .hours(2),
                stateDirectory: "/nowhere/state", logsDirectory: "/nowhere/logs"))
        let ours = ours
        let probes = HealthProbes(
            run: { words, _ throws(CommandError) in
                CommandResult(status: 0, output: "Id=\(ServiceUnits.web)\nLoadState=loaded\nActiveState=active\n")
            }, settings: { HealthyMachine.settings() }, unitSettings: { _ in moved }, database: { .unknown },
            response: { $0.port == 9000 ? ours : .refused }, holder: { _ in nil }, folders: { _, _ in [] },
            cron: { CronFacts() })
        let long = Duration.seconds(30)
        let timeouts = ProbeTimeouts(
            systemd: long, local: long, readiness: long, cron: long, database: long, live: long)
        let facts = await HealthFacts.gather(probes, timeouts: timeouts, now: HealthyMachine.now)
        let web = facts.ports.first { $0.role == "web" }
        #expect(web?.response == .refused && web?.unitResponse == ours)
        #expect(Diagnosis.of(facts).contains { $0.check == .ports && $0.subject == "web" && $0.outcome == .ok })
    }
}
