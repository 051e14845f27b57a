package import Domain
import OperatingSystem

/// Notices that are on their way: a file for each and each target in a folder of the state directory, until it has arrived. Needs no database,
/// survives the process, and is shared by all processes of this host.
package struct NotificationOutbox: Sendable {
    private let files: OutboxFolder

    package init(stateDirectory: String) { files = OutboxFolder(path: stateDirectory + "/notifications") }

    /// `STATE_DIRECTORY/notifications`
    package var folder: String { files.path }

    struct Entry: Hashable, Sendable, Codable {
        let notice: Notice
        /// Of its target; the address itself is not kept.
        let target: String
        var attempts: Int
        var next: Timestamp
    }

    /// Between the first tries, and at most.
    static let firstWait: Duration = .seconds(5)
    static let longestWait: Duration = .hours(1)
    /// After which nobody waits for a notice any more.
    static let givenUpAfter: Duration = .days(7)

    private static let announced = "announced.json"
    private static let end = ".notice"

    /// Finds out what is due, and keeps it to be sent.
    /// - Throws: when the folder cannot be written.
    package func announce(
        _ incidents: [Incident], to targets: [NotificationTarget], remindEvery: Duration?, now: Timestamp
    ) throws {
        guard !targets.isEmpty else { return }
        try files.prepare()
        try files.alone {
            let before = files.read(Self.announced, as: NotificationState.self)
            var announcements = before ?? NotificationState()
            for notice in announcements.due(incidents, now: now, remindEvery: remindEvery) {
                for target in targets {
                    try files.write(
                        Entry(notice: notice, target: target.fingerprint, attempts: 0, next: now),
                        as: "\(notice.id).\(target.fingerprint)\(Self.end)")
                }
            }
            // Last: to be killed before it tells once more what was told, under the same id.
            if announcements != before { try files.write(announcements, as: Self.announced) }
        }
    }

    /// Sends what is due, and forgets what has arrived.
    /// - Parameter send: throws when it has not arrived.
    package func deliver(
        to targets: [NotificationTarget], now: @Sendable () -> Timestamp, journal: any Journal,
        send: @Sendable (Notice, NotificationTarget) async throws -> Void
    ) async {
        for name in files.files(endingIn: Self.end) {
            guard let entry = files.read(name, as: Entry.self), entry.next <= now() else { continue }
            guard let target = targets.first(where: { $0.fingerprint == entry.target }) else {
                files.remove(name)
                continue
            }
            await files.claiming(name) {
                // Whoever had it before us may have sent it, or tried.
                guard let entry = files.read(name, as: Entry.self), entry.next <= now() else { return }
                do {
                    try await send(entry.notice, target)
                    files.remove(name)
                    journal.record(
                        Event(
                            .info, "\(target.name) was told: \(entry.notice.title.english)",
                            ["incident": entry.notice.incident.rawValue]))
                } catch {
                    putOff(entry, name, because: error, target, now: now(), journal)
                }
            }
        }
    }

    private func putOff(
        _ entry: Entry, _ name: String, because error: any Error, _ target: NotificationTarget, now: Timestamp,
        _ journal: any Journal
    ) {
        var entry = entry
        entry.attempts += 1
        entry.next = now + Self.wait(afterAttempts: entry.attempts, jitter: .random(in: 0.5..<1))
        let isOver = now - entry.notice.time > Self.givenUpAfter
        // Where it cannot be written it is tried again at once the next time, which does no harm.
        if isOver { files.remove(name) } else { try? files.write(entry, as: name) }
        let what =
            isOver
            ? "nothing arrives at \(target.name) for a week, and it is given up"
            : "\(target.name) could not be told, and is tried again at \(entry.next)"
        journal.record(Event(.warning, "\(what): \(error); check NOTIFY", ["incident": entry.notice.incident.rawValue]))
    }

    /// - Parameter jitter: 0.5 to 1, so that many hosts do not come back at once.
    static func wait(afterAttempts attempts: Int, jitter: Double) -> Duration {
        min(longestWait, firstWait * (1 << min(max(0, attempts - 1), 10))) * jitter
    }

    /// What still waits.
    package var waiting: Int { files.files(endingIn: Self.end).count }
}
