import Domain
import FoundationEssentials
package import OperatingSystem
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reuses what commands printed about the state of the system, so that a service which checks itself every few seconds
/// forks nothing while nothing changes: a result is kept for a while, until the units change, or until ``clear()``.
package final class CommandCache: Sendable {
    private struct Entry {
        let result: CommandResult
        let at: ContinuousClock.Instant
    }

    private let run: RunCommand
    private let keptFor: Duration
    private let revision: @Sendable () -> [String]
    private let instant: @Sendable () -> ContinuousClock.Instant
    private let state = Mutex<(revision: [String], entries: [[String]: Entry])>(([], [:]))

    /// Commands that only read, and whose result changes seldom.
    private static let reading: Set<String> = ["systemctl", "timedatectl"]

    /// - Parameters:
    ///   - revision: something cheap that changes when the units change.
    ///   - instant: the monotonic clock.
    package init(
        _ run: @escaping RunCommand, keptFor: Duration = .minutes(1),
        revision: @escaping @Sendable () -> [String] = UnitRevision.current,
        instant: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.run = run
        self.keptFor = keptFor
        self.revision = revision
        self.instant = instant
    }

    /// Forgets every result: the next command runs.
    package func clear() { state.withLock { $0.entries = [:] } }

    /// Runs a command through the cache.
    package var command: RunCommand {
        { [self] words, limit throws(CommandError) in
            guard let name = words.first, Self.reading.contains(name) else { return try await run(words, limit) }
            let revision = revision()
            let now = instant()
            let known = state.withLock { state -> CommandResult? in
                if state.revision != revision { state = (revision, [:]) }
                guard let entry = state.entries[words], now - entry.at < keptFor else { return nil }
                return entry.result
            }
            if let known { return known }
            let result = try await run(words, limit)
            state.withLock { state in
                // Of a revision that has passed meanwhile it may be wrong already.
                guard state.revision == revision else { return }
                state.entries[words] = Entry(result: result, at: now)
            }
            return result
        }
    }
}

/// Changes when the units of this program may have changed; takes some microseconds, and no process.
package enum UnitRevision {
    /// systemd keeps a link with the invocation ID of each unit that runs (systemd.exec(5), `$INVOCATION_ID`): it
    /// changes with each start, and goes with each stop. Unit files and drop-ins change the time of their folders.
    package static func current() -> [String] {
        let links = ServiceUnits.all.map { unit in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/run/systemd/units/invocation:\(unit)")) ?? ""
        }
        let folders = ["/etc/systemd/system", "/run/systemd/system", "/etc/cron.d"].map { folder in
            var status = stat()
            return stat(folder, &status) == 0 ? "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)" : ""
        }
        return links + folders
    }
}
