import Domain
import Support
import Synchronization
import Testing

@testable import Collection

/// Leases in memory, of which a test plays one part.
private protocol PartlyPlayedLeases: LeaseRegistry {
    var inner: MemoryLeases { get }
}

extension PartlyPlayedLeases {
    func take(
        _ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration,
        isGone: @Sendable (LeaseHolder) -> Bool
    ) async throws -> LeaseResult {
        try await inner.take(name, for: holder, now: now, ttl: ttl, isGone: isGone)
    }

    func renew(_ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration) async throws -> Bool {
        try await inner.renew(name, for: holder, now: now, ttl: ttl)
    }

    func release(_ name: String, for holder: LeaseHolder) async throws {
        try await inner.release(name, for: holder)
    }

    func holder(of name: String) async throws -> LeaseHolder? { try await inner.holder(of: name) }
}

@Suite("A lease while work goes on") struct LeasesTests {
    /// Leases whose renewals end as a test says: `true`, `false`, or an error for `nil`.
    private final class ScriptedRegistry: PartlyPlayedLeases {
        struct Unreachable: Error {}
        let inner = MemoryLeases()
        private let renewals: @Sendable (_ number: Int) -> Bool?
        private let count = Mutex(0)
        private let counts: AsyncStream<Int>
        private let counted: AsyncStream<Int>.Continuation

        init(_ renewals: @escaping @Sendable (_ number: Int) -> Bool?) {
            self.renewals = renewals
            (counts, counted) = AsyncStream.makeStream()
        }

        func renew(_ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration) async throws -> Bool {
            let number = count.withLock { count in
                count += 1
                return count
            }
            defer { counted.yield(number) }
            guard let result = renewals(number) else { throw Unreachable() }
            return result
        }

        /// Waits until a renewal with this number was attempted; throws when the task is cancelled before.
        func attempted(_ number: Int) async throws {
            for await count in counts where count >= number { return }
            throw CancellationError()
        }
    }

    private let clock = SkippingClock()
    private let journal = MemoryJournal()
    private let run = RunID(rawValue: "run")

    private func leases(
        _ registry: any LeaseRegistry, acquireTimeout: Duration = .seconds(90),
        now: @escaping @Sendable () -> Timestamp = { .hour(1000) }
    ) -> Leases {
        Leases(
            registry: registry, host: "host", process: 1, processStart: "", isGone: { _ in false },
            acquireTimeout: acquireTimeout, clock: clock, now: now)
    }

    @Test("one renewal that fails does not end the work, and is logged")
    func oneFailure() async throws {
        let registry = ScriptedRegistry { $0 == 2 ? nil : true }
        let outcome = try await leases(registry).holding("collect", for: run, journal: journal) { _ in
            try await registry.attempted(5)
            return 7
        }
        guard case .done(7) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(journal.events.map(\.level) == [.warning])
        #expect(try await registry.holder(of: "collect") == nil)
    }

    @Test("renewals that fail until the lease expires end the work, at its expiry and not before")
    func expiry() async throws {
        let registry = ScriptedRegistry { _ in nil }
        let wasCancelled = Mutex(false)
        await #expect(throws: LeaseLost.expired) {
            try await leases(registry).holding("collect", for: run, journal: journal) { _ in
                for await _ in AsyncStream<Void>.makeStream().stream {}
                wasCancelled.withLock { $0 = Task.isCancelled }
            }
        }
        #expect(wasCancelled.withLock { $0 })
        #expect(clock.now.elapsed == Leases.ttl)
    }

    @Test("a lease that another process has taken over ends the work at once")
    func takenOver() async throws {
        let registry = ScriptedRegistry { _ in false }
        await #expect(throws: LeaseLost.takenOver) {
            try await leases(registry).holding("collect", for: run, journal: journal) { _ in
                for await _ in AsyncStream<Void>.makeStream().stream {}
            }
        }
        #expect(clock.now.elapsed == Leases.renewalInterval)
    }

    @Test(
        "a host that stood still for longer than the lease lasts asks once: it goes on, or another process has it",
        arguments: [true, false])
    func stoodStill(isStillOurs: Bool) async throws {
        let clock = clock
        let registry = ScriptedRegistry { number in
            if number == 1 { clock.advance(by: Leases.ttl * 10) }
            return number == 2 ? isStillOurs : true
        }
        let work: @Sendable (RunID?) async throws -> Bool = { _ in
            try await registry.attempted(4)
            return true
        }
        if isStillOurs {
            let outcome = try await leases(registry).holding("collect", for: run, journal: journal, work)
            #expect(outcome == .done(true))
        } else {
            await #expect(throws: LeaseLost.takenOver) {
                _ = try await leases(registry).holding("collect", for: run, journal: journal, work)
            }
        }
    }

    @Test("work that is stopped and yet completes has its result")
    func stopped() async throws {
        let registry = ScriptedRegistry { _ in true }
        let (began, begins) = AsyncStream<Void>.makeStream()
        let leases = leases(registry)
        let task = Task { [run, journal] in
            try await leases.holding("collect", for: run, journal: journal) { _ in
                begins.yield()
                // Ends when the task is cancelled, and does not say so.
                for await _ in AsyncStream<Void>.makeStream().stream {}
                return 7
            }
        }
        for await _ in began { break }
        task.cancel()
        #expect(try await task.value == .done(7))
        #expect(try await registry.holder(of: "collect") == nil)
    }

    @Test("work that is done counts, also where the lease cannot be given back")
    func releaseFails() async throws {
        struct Unreleasable: PartlyPlayedLeases {
            struct Unreachable: Error {}
            let inner = MemoryLeases()
            func release(_ name: String, for holder: LeaseHolder) async throws { throw Unreachable() }
        }
        let outcome = try await leases(Unreleasable()).holding("collect", for: run, journal: journal) { _ in 7 }
        #expect(outcome == .done(7))
        #expect(journal.events.map(\.level) == [.warning])
    }

    /// A database that a large write locks: so many attempts to take a lease fail.
    private final class LockedRegistry: PartlyPlayedLeases {
        let inner = MemoryLeases()
        private let left: Mutex<Int>

        init(_ attempts: Int) { left = Mutex(attempts) }

        func take(
            _ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration,
            isGone: @Sendable (LeaseHolder) -> Bool
        ) async throws -> LeaseResult {
            let isLocked = left.withLock { left in
                left -= 1
                return left >= 0
            }
            guard !isLocked else { throw ArchiveFailure(.locked, Phrase("locked", fr: "verrouillée"), hint: .empty) }
            return try await inner.take(name, for: holder, now: now, ttl: ttl, isGone: isGone)
        }
    }

    @Test("a database that is locked by a large write is waited for like a lease, and no longer")
    func lockedDatabase() async throws {
        let outcome = try await leases(LockedRegistry(20)).holding("collect", for: run, journal: journal) { _ in 7 }
        #expect(outcome == .done(7))
        let failure = await #expect(throws: ArchiveFailure.self) {
            try await leases(LockedRegistry(.max)).holding("collect", for: run, journal: journal) { _ in 7 }
        }
        #expect(failure?.kind == .locked)
    }

    @Test("the lease is given back when the work fails")
    func failure() async throws {
        struct Failed: Error {}
        let registry = MemoryLeases()
        await #expect(throws: Failed.self) {
            try await leases(registry).holding("collect", for: run, journal: journal) { _ in throw Failed() }
        }
        #expect(try await registry.holder(of: "collect") == nil)
    }

    @Test(
        "leases that are given back while work goes on are free at its end, also when it fails",
        arguments: [false, true])
    func departures(fails: Bool) async throws {
        struct Failed: Error {}
        /// Does not give a lease back before the other work is at its end.
        final class Slow: PartlyPlayedLeases {
            let inner = MemoryLeases()
            let isAtEnd = Atomic(false)

            func release(_ name: String, for holder: LeaseHolder) async throws {
                while !isAtEnd.load(ordering: .acquiring) { await Task.yield() }
                try await inner.release(name, for: holder)
            }
        }
        let registry = Slow()
        let work = {
            try await LeaseDepartures.during { departures in
                let outcome = try await leases(registry).holding(
                    "feed", upTo: .zero, for: run, journal: journal, leaving: departures
                ) { _ in 7 }
                #expect(outcome == .done(7))
                registry.isAtEnd.store(true, ordering: .releasing)
                if fails { throw Failed() }
            }
        }
        if fails { await #expect(throws: Failed.self) { try await work() } } else { try await work() }
        #expect(try await registry.holder(of: "feed") == nil)
    }

    @Test("a wall clock that jumps neither shortens nor lengthens the wait for another process", arguments: [-1, 1])
    func wallClock(direction: Int64) async throws {
        /// Holds the lease whatever the time is.
        struct Held: LeaseRegistry {
            let other: LeaseHolder
            func take(
                _ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration,
                isGone: @Sendable (LeaseHolder) -> Bool
            ) async throws -> LeaseResult { .heldBy(other, until: now) }
            func renew(_ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration) async throws -> Bool {
                false
            }
            func release(_ name: String, for holder: LeaseHolder) async throws {}
            func holder(of name: String) async throws -> LeaseHolder? { other }
        }
        let other = LeaseHolder(run: RunID(rawValue: "other"), host: "elsewhere", process: 7, processStart: "")
        let hours = Mutex(Int64(1000))
        let jumping: @Sendable () -> Timestamp = {
            .hour(
                hours.withLock { hours in
                    hours += direction
                    return hours
                })
        }
        let outcome = try await leases(Held(other: other), acquireTimeout: .seconds(90), now: jumping)
            .holding("collect", for: run, journal: journal) { _ in }
        guard case .heldBy(other) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(clock.now.elapsed == .seconds(90))
    }
}
