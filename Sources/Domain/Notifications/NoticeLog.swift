/// A notification that waits in the database, for whichever process has the addresses it goes to.
package struct QueuedNotice: Hashable, Sendable {
    /// The same for all processes and attempts.
    package let id: String
    /// `price.alert`, `summary.daily`
    package let kind: String
    package let created: Timestamp
    /// JSON.
    package let content: String

    package init(id: String, kind: String, created: Timestamp, content: String) {
        (self.id, self.kind, self.created, self.content) = (id, kind, created, content)
    }
}

/// Where a notification goes: an address, without the secrets in it.
package struct NoticeReceiver: Hashable, Sendable {
    /// Truncated SHA-256 of the address: equal on all hosts.
    package let fingerprint: String
    /// Kind and host: `Slack`, `webhook at hooks.example.org`.
    package let name: String

    package init(fingerprint: String, name: String) { (self.fingerprint, self.name) = (fingerprint, name) }
}

/// Whether a process may send a notification now.
package enum NoticeClaim: Hashable, Sendable {
    /// It may, until the claim ends. Attempts are counted from 1.
    case claimed(attempt: Int)
    /// Another process is sending it, or its next attempt is later.
    case notYet(until: Timestamp)
    /// It was delivered, or given up.
    case ended
}

/// How an attempt to send a notification ended.
package enum NoticeOutcome: Hashable, Sendable {
    /// Also where it was not claimed, as the database did not respond.
    case sent
    /// - Parameters:
    ///   - retry: when it may be tried again; `nil` to give up.
    ///   - attempt: the claim's. Nothing is recorded of one that was claimed again since, or sent.
    case failed(String, retry: Timestamp?, attempt: Int)
}

/// The ids of notifications that were tried to be sent to an address.
package struct DeliveryAttempts: Hashable, Sendable {
    /// Delivered, or given up.
    package var ended: Set<String> = []
    /// To be tried again, and when.
    package var open: [String: Timestamp] = [:]

    package init(ended: Set<String> = [], open: [String: Timestamp] = [:]) { (self.ended, self.open) = (ended, open) }
}

/// The newest attempts to send to an address.
package struct DeliveryRecord: Hashable, Sendable {
    package let receiver: NoticeReceiver
    /// When something was last delivered.
    package let sent: Timestamp?
    /// When the newest attempt was.
    package let attempted: Timestamp
    /// How it failed; `nil` where it succeeded. Without addresses.
    package let error: String?
    /// Notifications that are tried again.
    package let waiting: Int

    package init(
        _ receiver: NoticeReceiver, sent: Timestamp?, attempted: Timestamp, error: String?, waiting: Int
    ) {
        (self.receiver, self.sent, self.attempted) = (receiver, sent, attempted)
        (self.error, self.waiting) = (error, waiting)
    }
}

/// Keeps notifications and their deliveries, so that of all processes on one database each is sent once.
///
/// Every method throws ``ArchiveFailure``.
package protocol NoticeLog: Sendable {
    /// - Returns: whether it was queued: not where there is one of this id.
    func queue(_ notice: QueuedNotice) async throws -> Bool
    /// Those that were queued after a moment, oldest first.
    func notices(since: Timestamp) async throws -> [QueuedNotice]
    /// Takes the right to send a notification to an address, of any notification with an id.
    /// - Parameter until: when the claim ends, should its process never report the outcome.
    func claim(_ notice: String, for receiver: NoticeReceiver, now: Timestamp, until: Timestamp) async throws
        -> NoticeClaim
    /// Reports how the attempt ended.
    func finish(_ notice: String, for receiver: NoticeReceiver, _ outcome: NoticeOutcome, now: Timestamp) async throws
    /// Of an address, attempted after a moment.
    func attempts(for receiver: NoticeReceiver, since: Timestamp) async throws -> DeliveryAttempts
    /// The newest attempts to each address, by name.
    func deliveries() async throws -> [DeliveryRecord]
}
