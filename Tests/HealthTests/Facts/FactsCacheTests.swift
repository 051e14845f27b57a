import Domain
import HealthSupport
import OperatingSystem
import Support
import Synchronization
import Testing

@testable import Health

/// A monotonic clock that a test moves.
final class ManualInstant: Sendable {
    private let state = Mutex(ContinuousClock.now)
    var now: @Sendable () -> ContinuousClock.Instant { { self.state.withLock { $0 } } }
    func advance(by duration: Duration) { state.withLock { $0 += duration } }
}

@Suite("Facts are gathered once and shared") struct FactsCacheTests {
    private final class Counter: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    private func cache(_ gathered: Counter, _ clock: ManualInstant = ManualInstant()) throws -> FactsCache {
        let facts = try HealthyMachine.facts()
        return FactsCache(instant: clock.now) { _ in
            gathered.add()
            return facts
        }
    }

    @Test("a hundred requests at once, and a hundred one after the other, gather once within the window")
    func once() async throws {
        let gathered = Counter()
        let cache = try cache(gathered)
        await withTaskGroup { group in
            for _ in 0..<100 { group.addTask { _ = await cache.recent() } }
        }
        for _ in 0..<100 { _ = await cache.recent() }
        #expect(gathered.value == 1)
    }

    @Test("they are gathered again after the window, and whenever fresh facts are required")
    func again() async throws {
        let (gathered, clock) = (Counter(), ManualInstant())
        let cache = try cache(gathered, clock)
        _ = await cache.recent()
        clock.advance(by: .milliseconds(4900))
        _ = await cache.recent()
        #expect(gathered.value == 1)
        clock.advance(by: .milliseconds(200))
        _ = await cache.recent()
        #expect(gathered.value == 2)
        _ = await cache.fresh()
        #expect(gathered.value == 3)
        _ = await cache.recent()
        #expect(gathered.value == 3)
    }
}

@Suite("Commands that only read are run again when something may have changed") struct CommandCacheTests {
    private final class System: Sendable {
        private let state = Mutex<(ran: [[String]], units: [String])>(([], ["a"]))
        var ran: Int { state.withLock { $0.ran.count } }
        func change() { state.withLock { $0.units.append("b") } }
        var units: @Sendable () -> [String] { { self.state.withLock { $0.units } } }
        var run: RunCommand {
            { words, _ throws(CommandError) in
                self.state.withLock { $0.ran.append(words) }
                return CommandResult(status: 0, output: "x")
            }
        }
    }

    private let system = System()
    private let clock = ManualInstant()
    private var cache: CommandCache {
        CommandCache(system.run, keptFor: .minutes(1), revision: system.units, instant: clock.now)
    }

    @Test("an idle minute forks one process for each of them")
    func idle() async throws {
        let command = cache.command
        for _ in 0..<4 {
            _ = try await command(["systemctl", "show"], .seconds(1))
            _ = try await command(["timedatectl", "show"], .seconds(1))
            clock.advance(by: .seconds(14))
        }
        #expect(system.ran == 2)
        clock.advance(by: .seconds(5))
        _ = try await command(["systemctl", "show"], .seconds(1))
        #expect(system.ran == 3)
    }

    @Test("a unit that started or stopped, and a problem, are seen at once")
    func changed() async throws {
        let cache = cache
        let command = cache.command
        _ = try await command(["systemctl", "show"], .seconds(1))
        system.change()
        _ = try await command(["systemctl", "show"], .seconds(1))
        #expect(system.ran == 2)
        cache.clear()
        _ = try await command(["systemctl", "show"], .seconds(1))
        #expect(system.ran == 3)
    }

    @Test("other commands are always run")
    func others() async throws {
        let command = cache.command
        for _ in 0..<3 { _ = try await command(["crontab", "-l"], .seconds(1)) }
        #expect(system.ran == 3)
    }
}
