import Domain
import FoundationEssentials
package import OperatingSystem
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Caches the output of commands about the system, so that frequent checks start no process while nothing changes: an
/// entry is valid for a while, until the units change, or until ``clear()``.
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
    ///   - revision: a cheap value that changes with the units.
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

    /// Removes all entries.
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
                // The units may have changed meanwhile; a failure says nothing about the next attempt.
                guard result.status == 0, state.revision == revision else { return }
                state.entries[words] = Entry(result: result, at: now)
            }
            return result
        }
    }
}

/// Changes when the units of this program may have changed; takes some microseconds, and no process.
package enum UnitRevision {
    /// systemd keeps a link with the invocation ID of each unit that runs (systemd.exec(5), `$INVOCATION_ID`): it
    /// changes with each start, and goes with each stop. Unit files, drop-ins and enabling change the time of folders.
    package static func current() -> [String] {
        let links = (ServiceUnits.all + ["cron.service", "crond.service"]).map { unit in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/run/systemd/units/invocation:\(unit)")) ?? ""
        }
        let systemd = ["/etc/systemd/system", "/run/systemd/system"]
        // Enabling a unit changes the folder of its target, a drop-in that of its unit.
        let inner = systemd.flatMap { folder in
            ["timers.target.wants", "multi-user.target.wants", "sockets.target.wants"].map { "\(folder)/\($0)" }
                + ServiceUnits.all.map { "\(folder)/\($0).d" }
        }
        return links + (systemd + ["/etc/cron.d", "/etc/crontab"] + inner).map(lastChange)
    }

    private static func lastChange(of path: String) -> String {
        var status = stat()
        return stat(path, &status) == 0 ? "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)" : ""
    }
}
