package import Domain

/// Delivers the notices that wait in the database: price alerts and summaries. Each is sent once to each target, by
/// whichever process is first.
package struct QueuedDelivery: Sendable {
    private let log: any NoticeLog
    private let sender: NoticeSender
    private let journal: any Journal

    package init(log: any NoticeLog, sender: NoticeSender, journal: any Journal) {
        (self.log, self.sender, self.journal) = (log, sender, journal)
    }

    /// How old a notice may be for its first attempt: a target that is new does not get those of yesterday. More than
    /// an hour: where only scheduled passes send, the next one has what this one had no time for.
    private static let newest: Duration = .minutes(90)
    private static let oldest: Duration = .hours(25)

    /// Whether there is any notice that may have to be sent.
    /// - Throws: ``ArchiveFailure``
    package func hasNotices(now: Timestamp) async throws -> Bool {
        try await !log.notices(since: now - Self.oldest).isEmpty
    }

    /// One attempt for each notice whose time has come.
    /// - Throws: ``ArchiveFailure``
    package func deliver(to targets: [NotificationTarget], now: Timestamp) async throws {
        for target in targets { await sender.recordSent(to: target) }
        let waiting = try await log.notices(since: now - Self.oldest)
        guard !waiting.isEmpty else { return }
        try await withThrowingTaskGroup(of: Void.self) { group in
            // One that does not respond holds up no other one.
            for target in targets { group.addTask { try await deliver(waiting, to: target, now: now) } }
            try await group.waitForAll()
        }
    }

    private func deliver(_ waiting: [QueuedNotice], to target: NotificationTarget, now: Timestamp) async throws {
        let attempts = try await log.attempts(for: target.receiver, since: now - Self.oldest - .hours(1))
        // A browser gets what came after it was registered.
        let first = target.subscription?.created ?? .earliest
        for queued in waiting where queued.created >= first && !attempts.ended.contains(queued.id) {
            // One that has to wait is not claimed every time: a claim writes to the database.
            let isDue = attempts.open[queued.id].map { $0 <= now } ?? (now - queued.created < Self.newest)
            guard isDue, let notice = Notice(queued) else { continue }
            switch await sender.attempt(notice, to: target, needsClaim: true) {
            case .sent: journal.record(notice.sentEvent(to: target))
            case .failed(let error, let retry):
                journal.record(notice.failedEvent(to: target, because: error, retry: retry))
            case .ended, .notYet: break
            }
        }
    }
}
