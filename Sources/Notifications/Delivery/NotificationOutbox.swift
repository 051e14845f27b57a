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

    /// Sends the notices whose time has come, oldest first, and removes the delivered ones. Those of one incident wait
    /// for each other: that it is resolved is not said before that it has opened. For an hour, in which the earlier one
    /// is tried again at least once: a receiver may refuse what one of them says.
    /// - Parameters:
    ///   - known: all targets, where `targets` are some of them; what waits for another is removed.
    ///   - keepsOthers: whether that is removed once it is too old only: where there may be targets that are not known
    ///     here.
    package func deliver(
        to targets: [NotificationTarget], of known: [NotificationTarget]? = nil, keepsOthers: Bool = false,
        by sender: NoticeSender, now: @escaping @Sendable () -> Timestamp, journal: any Journal
    ) async {
        let known = known ?? targets
        let names = files.files(endingIn: Self.suffix)
        guard !names.isEmpty else { return }
        var ofTargets: [String: [(name: String, entry: Entry)]] = [:]
        for name in names {
            guard let entry = files.read(name, as: Entry.self) else { continue }
            if targets.contains(where: { $0.fingerprint == entry.target }) {
                ofTargets[entry.target, default: []].append((name, entry))
            } else if entry.next <= now(), !known.contains(where: { $0.fingerprint == entry.target }),
                !keepsOthers || now() - entry.notice.time > entry.notice.lifetime
            {
                files.remove(name)
            }
        }
        let waiting = ofTargets.mapValues {
            $0.sorted { ($0.entry.notice.time, $0.name) < ($1.entry.notice.time, $1.name) }
        }
        await withTaskGroup(of: Void.self) { group in
            // One that does not respond holds up no other one.
            for target in targets {
                group.addTask {
                    var held: Set<IncidentID> = []
                    for (name, entry) in waiting[target.fingerprint] ?? [] {
                        let incident = entry.notice.incident
                        let isRecent = now() - entry.notice.time < NoticeSender.longestDelay
                        if let incident, isRecent, held.contains(incident) { continue }
                        await files.claiming(name) {
                            await deliver(name, to: target, by: sender, now: now, journal: journal)
                        }
                        if let incident, files.exists(name) { held.insert(incident) }
                    }
                }
            }
        }
    }

    private func deliver(
        _ name: String, to target: NotificationTarget, by sender: NoticeSender, now: @Sendable () -> Timestamp,
        journal: any Journal
    ) async {
        // Another process may have sent it, or tried to, before we claimed it.
        guard var entry = files.read(name, as: Entry.self), entry.next <= now() else { return }
        switch await sender.attempt(entry.notice, to: target, attempts: entry.attempts) {
        case .sent:
            files.remove(name)
            journal.record(entry.notice.sentEvent(to: target))
        case .ended:
            files.remove(name)
        case .notYet(let until):
            entry.next = until
            try? files.write(entry, as: name)
        case .failed(let error, let retry):
            journal.record(entry.notice.failedEvent(to: target, because: error, retry: retry))
            guard let retry else { return files.remove(name) }
            entry.attempts += 1
            entry.next = retry
            // Where the file cannot be written the next attempt is only earlier.
            try? files.write(entry, as: name)
        }
    }

    /// The number of undelivered notices.
    package var waiting: Int { files.files(endingIn: Self.suffix).count }
}
