import Domain
import FoundationEssentials
import HealthSupport
import Support
import Testing

@testable import Health
@testable import OperatingSystem

@Suite("A service that was started without a unit") struct ServiceProcessTests {
    typealias Machine = HealthyMachine

    private func process(
        _ command: ServiceProcess.Command, _ state: ServiceProcessFacts.State, host: String = "vps", id: Int32 = 4711
    ) -> ServiceProcessFacts {
        let started = Machine.now - .hours(3)
        return ServiceProcessFacts(
            ServiceProcess(command, ProcessIdentity(host: host, id: id, start: "b/n/1"), started: started), state)
    }

    /// No unit, no cron line, and fresh data of a `serve` of this host.
    private func findings(_ processes: [ServiceProcessFacts], runs: [Run]? = nil) throws -> [Finding] {
        Diagnosis.of(
            try Machine.facts { facts in
                facts.host = "vps"
                facts.units = .known([:])
                facts.unitSettings = [:]
                facts.processes = processes
                facts.changeContents {
                    $0.runs = runs ?? [Machine.run(1000, trigger: .scheduler), Machine.run(999, trigger: .scheduler)]
                }
            })
    }

    private func problems(_ processes: [ServiceProcessFacts]) throws -> [Problem] {
        try findings(processes).compactMap(\.problem)
    }

    @Test("collects while its process runs")
    func running() throws {
        let findings = try findings([process(.serve, .running)])
        #expect(findings.compactMap(\.problem) == [])
        #expect(findings.contains { $0.check == .schedule && $0.outcome == .ok && $0.summary.english.contains("4711") })
    }

    @Test("collects no more once its process has ended, however fresh the data still is")
    func killed() throws {
        #expect(try problems([process(.serve, .gone)]) == [.serviceStopped(byOperator: false)])
        #expect(try problems([process(.serve, .suspended)]) == [.serviceSuspended])
    }

    @Test("that was stopped on request is not missed while the price is fresh")
    func stopped() throws {
        // It recorded that by removing its record.
        for rest in [[], [process(.api, .running), process(.web, .running)]] {
            let found = try findings(rest)
            #expect(found.compactMap(\.problem) == [])
            #expect(found.contains { $0.check == .schedule && $0.outcome == .info })
        }
    }

    @Test("one of several processes is missed, and its replacement is not")
    func parts() throws {
        let serve = process(.serve, .running)
        #expect(try problems([serve, process(.web, .gone)]) == [])
        #expect(try problems([serve, process(.serve, .gone, id: 12)]) == [])
        #expect(
            try problems([process(.api, .running), process(.web, .gone)]) == [.serviceStopped(byOperator: false)])
        #expect(
            try problems([process(.api, .running), process(.web, .running), process(.serve, .gone)]) == [
                .scheduleMissing
            ])
    }

    @Test("on another host is judged by its runs")
    func elsewhere() throws {
        let other = Run(
            id: RunID(rawValue: "o"), traceID: "t", command: "serve", trigger: .scheduler, host: "other",
            started: Machine.now - .minutes(20), finished: Machine.now - .minutes(19), outcome: .ok)
        let found = try findings([process(.serve, .gone, host: "other")], runs: [other])
        #expect(found.contains { $0.check == .schedule && $0.outcome == .ok && $0.summary.english.contains("other") })
    }

    @Test("that stopped collecting is overdue, although its process runs")
    func overdue() throws {
        let found = try findings([process(.serve, .running)], runs: [Machine.run(995, trigger: .scheduler)])
        #expect(found.contains { $0.problem == .scheduleOverdue })
    }

    @Test("that hangs behind both ports is one finding, with a command for that process")
    func silent() throws {
        let holder = RunningProcess(
            process: 4711, command: "bitcoin-analyzer serve", unit: nil, since: nil, isOurs: true)
        let found = Diagnosis.of(
            try Machine.facts { facts in
                facts.host = "vps"
                facts.units = .known([:])
                facts.unitSettings = [:]
                facts.processes = [process(.serve, .running)]
                facts.changeContents { $0.runs = [Machine.run(1000, trigger: .scheduler)] }
                facts.ports = [
                    Machine.port("api", holder: holder, .timedOut), Machine.port("web", holder: holder, .timedOut),
                ]
            }
        ).filter { $0.problem != nil }
        #expect(found.map(\.problem) == [.portNotResponding])
        #expect(found[0].remedy?.contains("kill 4711") == true && found[0].remedy?.contains("systemctl") == false)
    }

    @Test("is recorded from its start to its end, and a record without its process is gone")
    func recorded() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/running-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let records = ServiceProcessFolder(stateDirectory: folder)
        let own = ServiceProcess(.api, ProcessIdentity.current(), started: Machine.now)
        try records.add(own)
        #expect(records.facts() == [ServiceProcessFacts(own, .running)])

        let start = ProcessIdentity.current().start
        let ended = ProcessIdentity(
            host: own.host, id: own.process, start: start[...(start.lastIndex(of: "/") ?? start.startIndex)] + "1")
        let killed = ServiceProcess(.web, ended, started: Machine.now)
        try records.add(killed)
        #expect(records.facts().first { $0.recorded == killed }?.state == .gone)
        // A new one takes its place.
        try records.add(ServiceProcess(.serve, ProcessIdentity.current(), started: Machine.now))
        #expect(Set(records.facts().map(\.recorded.command)) == [.api, .serve])
        records.remove(own)
        #expect(records.facts().map(\.recorded.command) == [.serve])
    }
}
