package import Domain
import OperatingSystem

/// Notices that have not been delivered yet: one file per notice and target in a folder of the state directory. Needs
/// no database, survives the process, and is shared by all processes of this host.
package struct NotificationOutbox: Sendable {
    private let files: OutboxFolder

    package init(stateDirectory: String) { files = OutboxFolder(path: stateDirectory + "/notifications") }

    /// `STATE_DIRECTORY/notifications`
    package var folder: String { files.path }

    struct Entry: Hashable, Sendable, Codable {
        let notice: Notice
        /// Fingerprint of the target; its address is a secret and not stored.
        let target: String
        var attempts: Int
        var next: Timestamp
    }

    /// Delay after the first failed attempt, and the longest one.
    static let firstDelay: Duration = .seconds(5)
    static let longestDelay: Duration = .hours(1)
    /// Age at which an undelivered notice is dropped.
    static let lifetime: Duration = .days(7)

    private static let stateFile = "announced.json"
    private static let suffix = ".notice"

    /// Stores the notices that are due.
    /// - Parameter reminderInterval: `nil` for no reminders.
    /// - Throws: when the folder cannot be written.
    package func enqueue(
        _ incidents: [Incident], to targets: [NotificationTarget], reminderInterval: Duration?, now: Timestamp
    ) throws {
        guard !targets.isEmpty else { return }
        try files.prepare()
        try files.alone {
            let before = files.read(Self.stateFile, as: NotificationState.self)
            var state = before ?? NotificationState()
            for notice in state.due(incidents, now: now, reminderInterval: reminderInterval) {
                for target in targets {
                    try files.write(
                        Entry(notice: notice, target: target.fingerprint, attempts: 0, next: now),
                        as: "\(notice.id).\(target.fingerprint)\(Self.suffix)")
                }
            }
            // Last: a process killed before this line enqueues the same notices again, under the same ids.
            if state != before { try files.write(state, as: Self.stateFile) }
        }
    }

    /// Sends the notices whose time has come, and removes the delivered ones.
    /// - Parameter send: throws when the delivery failed.
    package func deliver(
        to targets: [NotificationTarget], now: @Sendable () -> Timestamp, journal: any Journal,
        send: @Sendable (Notice, NotificationTarget) async throws -> Void
    ) async {
        for name in files.files(endingIn: Self.suffix) {
            guard let entry = files.read(name, as: Entry.self), entry.next <= now() else { continue }
            guard let target = targets.first(where: { $0.fingerprint == entry.target }) else {
                files.remove(name)
                continue
            }
            await files.claiming(name) {
                // Another process may have sent it, or tried to, before we claimed it.
                guard let entry = files.read(name, as: Entry.self), entry.next <= now() else { return }
                do {
                    try await send(entry.notice, target)
                    files.remove(name)
                    journal.record(
                        Event(
                            .info, "notification sent to \(target.name): \(entry.notice.title.english)",
                            ["incident": entry.notice.incident.rawValue]))
                } catch {
                    postpone(entry, name, because: error, target, now: now(), journal)
                }
            }
        }
    }

    private func postpone(
        _ entry: Entry, _ name: String, because error: any Error, _ target: NotificationTarget, now: Timestamp,
        _ journal: any Journal
    ) {
        var entry = entry
        entry.attempts += 1
        entry.next = now + Self.delay(afterAttempts: entry.attempts, jitter: .random(in: 0.5..<1))
        let isExpired = now - entry.notice.time > Self.lifetime
        // Where the file cannot be written the next attempt is only earlier.
        if isExpired { files.remove(name) } else { try? files.write(entry, as: name) }
        let what =
            isExpired
            ? "notification dropped after a week without success at \(target.name)"
            : "notification not delivered to \(target.name), next attempt at \(entry.next)"
        journal.record(
            Event(
                .warning, "\(what): \(error); check NOTIFY with bitcoin-analyzer incidents notify-test",
                ["incident": entry.notice.incident.rawValue]))
    }

    /// Exponential backoff.
    /// - Parameter jitter: 0.5 to 1, so that hosts do not retry in step.
    static func delay(afterAttempts attempts: Int, jitter: Double) -> Duration {
        min(longestDelay, firstDelay * (1 << min(max(0, attempts - 1), 10))) * jitter
    }

    /// The number of undelivered notices.
    package var waiting: Int { files.files(endingIn: Self.suffix).count }
}
