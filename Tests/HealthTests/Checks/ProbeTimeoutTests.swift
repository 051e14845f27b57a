import Domain
import HealthSupport
import OperatingSystem
import Support
import Testing

@testable import Health

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@Suite("Gathering facts, when everything hangs", .timeLimit(.minutes(10))) struct ProbeTimeoutTests {
    /// Never returns, and ignores cancellation.
    private static func hang<T: Sendable>(_: T.Type = T.self) async -> T {
        await withUnsafeContinuation { (_: UnsafeContinuation<T, Never>) in }
    }

    private static let hangingRun: RunCommand = { words, _ throws(CommandError) in
        let _: Int = await Self.hang()
        throw .notFound(words[0])
    }

    /// One of the installed unit of the collection, as systemctl(1) shows it, and of a program that does not exist.
    private static let unit = """
        Id=bitcoin-analyzer-collect.service
        LoadState=loaded
        ActiveState=inactive
        ExecStart={ path=/nowhere/bitcoin-analyzer ; argv[]=/nowhere/bitcoin-analyzer collect ; ignore_errors=no }

        Id=bitcoin-analyzer-collect.timer
        LoadState=loaded
        ActiveState=active
        UnitFileState=enabled

        """

    private static func probes(_ run: @escaping RunCommand = hangingRun) -> HealthProbes {
        HealthProbes(
            run: run, settings: { HealthyMachine.settings() }, unitSettings: { _ in HealthyMachine.settings() },
            database: { await Self.hang() },
            response: { _ in await Self.hang() }, notReady: { _ in await Self.hang() },
            holder: { _ in await Self.hang() }, folders: { _, _ in await Self.hang() }, cron: { await Self.hang() },
            executables: { _ in await Self.hang() }, openIncidents: { _ in await Self.hang() },
            live: { await Self.hang() })
    }

    private static let short = ProbeTimeouts(
        systemd: .milliseconds(20), local: .milliseconds(20), readiness: .milliseconds(20), cron: .milliseconds(20),
        database: .milliseconds(20), live: .milliseconds(20))

    /// Waits for systemd and programs as long as it takes.
    private static let patient = ProbeTimeouts(
        systemd: .seconds(30), local: .seconds(30), readiness: .seconds(30), cron: .milliseconds(20),
        database: .milliseconds(20), live: .milliseconds(20))

    @Test(
        "is over within ten seconds, whatever responds only just in time",
        arguments: [
            ProbeTimeouts.thorough, .brief,
        ])
    func sum(_ timeouts: ProbeTimeouts) {
        #expect(timeouts.longest < .seconds(10))
        // The longest chain of probes that wait for each other: units, a response, readiness, waiting incidents.
        #expect(timeouts.longest >= timeouts.systemd + timeouts.local * 2 + timeouts.readiness)
        #expect(timeouts.longest >= timeouts.database + timeouts.local)
    }

    @Test("a source has its time also where the database hangs", arguments: [ProbeTimeouts.thorough, .brief])
    func sources(_ timeouts: ProbeTimeouts) {
        #expect(ProbeTimeouts.refusals + ProbeTimeouts.source < timeouts.live)
    }

    @Test("units are known where the journal hangs, and their states come in the time of the units")
    func hangingJournal() async throws {
        let failing = "Id=\(ServiceUnits.api)\nActiveState=activating\nSubState=auto-restart\nNRestarts=9\n"
        let units = await SystemdUnits.states({ words, _ throws(CommandError) in
            if words[0] == "journalctl" { let _: Int = await Self.hang() }
            return CommandResult(status: 0, output: failing)
        })
        let api = try #require(units.value?[ServiceUnits.api])
        #expect(api.restarts == 9 && api.recentRestarts == nil && api.failureLines.isEmpty)
    }

    @Test("the journal is asked for everything at the same time")
    func concurrentJournal() async throws {
        // Each of the three questions waits until all have been asked.
        let asked = Rendezvous(3)
        let failing =
            "Id=\(ServiceUnits.api)\nActiveState=activating\nSubState=auto-restart\nResult=signal\nNRestarts=9\n"
        let units = await SystemdUnits.states(
            { words, _ throws(CommandError) in
                guard words[0] == "journalctl" else { return CommandResult(status: 0, output: failing) }
                await asked.arrive()
                return CommandResult(status: 0, output: "1767225600.5 host systemd[1]: x\n")
            })
        #expect(units.value?[ServiceUnits.api]?.recentRestarts == 1)
    }

    @Test("ends also where only what is asked last hangs; a dashboard that does not say whether it is ready is not")
    func lastInChain() async throws {
        var probes = Self.probes { words, _ throws(CommandError) in CommandResult(status: 0, output: Self.unit) }
        probes.response = { _ in .responded(status: 200, isOurs: true, date: nil) }
        // What responds has time to, also on a busy machine.
        let timeouts = ProbeTimeouts(
            systemd: .seconds(30), local: .seconds(5), readiness: .milliseconds(20), cron: .milliseconds(20),
            database: .milliseconds(20), live: .milliseconds(20))
        let facts = await HealthFacts.gather(probes, timeouts: timeouts, now: HealthyMachine.now)
        #expect(facts.ports.first { $0.role == "api" }?.notReady == nil && facts.openIncidents.isEmpty)
        #expect(facts.ports.first { $0.role == "web" }?.notReady?.contains("/readyz") == true)
    }

    @Test("the dashboard of this process is not asked: its answer would wait for these facts")
    func ownDashboard() async throws {
        var probes = Self.probes { words, _ throws(CommandError) in CommandResult(status: 0, output: Self.unit) }
        probes.response = { _ in .responded(status: 200, isOurs: true, date: nil) }
        probes.holder = { _ in
            RunningProcess(
                process: ProcessIdentity.current().id, command: "bitcoin-analyzer serve", unit: nil, since: nil,
                isOurs: true)
        }
        probes.executables = { ExecutableFacts.of(command: $0) }
        probes.folders = { _, _ in [] }
        probes.openIncidents = { $0 }
        let facts = await HealthFacts.gather(probes, timeouts: Self.patient, now: HealthyMachine.now)
        #expect(facts.ports.count == 2 && facts.ports.allSatisfy { $0.notReady == nil })
    }

    @Test("crontabs that hang are not checked, rather than empty")
    func hangingCron() async throws {
        let probes = Self.probes { words, _ throws(CommandError) in CommandResult(status: 0) }
        let facts = await HealthFacts.gather(probes, timeouts: Self.short, now: HealthyMachine.now)
        let schedule = Diagnosis.of(facts).filter { $0.check == .schedule }
        #expect(schedule.map(\.outcome) == [.notChecked] && schedule[0].needed == nil)
    }

    @Test("a crontab(1) that hangs is told from one without a table")
    func hangingCrontab() async {
        let hanging = await CronTables.facts(
            { _, limit throws(CommandError) in throw .timedOut("crontab", limit) }, tables: [])
        #expect(hanging.unread?.english.contains("crontab") == true && hanging.lines.isEmpty)
        let absent = await CronTables.facts({ _, _ throws(CommandError) in throw .notFound("crontab") }, tables: [])
        let empty = await CronTables.facts(
            { _, _ throws(CommandError) in CommandResult(status: 1, errors: "no crontab for x") }, tables: [])
        #expect(absent.unread == nil && empty.unread == nil)
    }

    @Test("the program that a unit starts is looked at, without a cron line")
    func program() async throws {
        var probes = Self.probes { words, _ throws(CommandError) in CommandResult(status: 0, output: Self.unit) }
        probes.executables = { ExecutableFacts.of(command: $0) }
        probes.response = { _ in .notAsked }
        probes.holder = { _ in nil }
        probes.folders = { _, _ in [] }
        probes.openIncidents = { $0 }
        let facts = await HealthFacts.gather(probes, timeouts: Self.patient, now: HealthyMachine.now)
        #expect(
            facts.collectFiles == ["/nowhere/bitcoin-analyzer": ExecutableFacts(exists: false, isExecutable: false)])
        #expect(Diagnosis.of(facts).contains { $0.problem == .scheduleCommand })
    }

    @Test("ends, and reports what did not respond")
    func hanging() async throws {
        let probes = Self.probes()
        let findings = Diagnosis.of(
            await HealthFacts.gather(probes, timeouts: Self.short, now: HealthyMachine.now))
        #expect(findings.contains { $0.problem == .databaseNotResponding })
        #expect(findings.contains { $0.check == .services && $0.outcome == .notChecked })
        #expect(findings.contains { $0.check == .disk && $0.outcome == .notChecked })
        #expect(findings.contains { $0.check == .sources && $0.problem != nil })
    }

    @Test("work that blocks its thread is left behind when its time is over")
    func blockingWork() async {
        await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    await withDeadline(.milliseconds(100), late: .abandoned) {
                        await blocking { sleep(600) == 0 ? 1 : 2 }
                    }
                }
            }
            for await answer in group { #expect(answer == nil) }
        }
    }

    @Test("an answer in time is given as it is")
    func inTime() async {
        #expect(await withDeadline(.seconds(20), late: .abandoned) { 7 } == 7)
    }
}

/// Lets none of several go on before all have come.
private actor Rendezvous {
    private var missing: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { missing = count }

    func arrive() async {
        missing -= 1
        guard missing > 0 else {
            for continuation in waiting { continuation.resume() }
            waiting = []
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }
}
