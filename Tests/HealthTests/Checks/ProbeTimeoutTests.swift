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

@Suite("Gathering facts, when everything hangs", .timeLimit(.minutes(1))) struct ProbeTimeoutTests {
    /// Never comes back, and does not hear that it is cancelled.
    private static func hang<T: Sendable>(_: T.Type = T.self) async -> T {
        await withUnsafeContinuation { (_: UnsafeContinuation<T, Never>) in }
    }

    @Test("ends, and reports what did not respond")
    func hanging() async throws {
        let probes = HealthProbes(
            run: { words, _ throws(CommandError) in
                let _: Int = await Self.hang()
                throw .notFound(words[0])
            },
            settings: { HealthyMachine.settings() }, unitSettings: { _ in HealthyMachine.settings() },
            database: { await Self.hang() },
            response: { _ in await Self.hang() }, holder: { _ in await Self.hang() },
            folders: { _, _ in await Self.hang() }, cron: { await Self.hang() },
            live: { await Self.hang() })
        let findings = Diagnosis.of(await HealthFacts.gather(probes, now: HealthyMachine.now))
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
