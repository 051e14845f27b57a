import Domain

/// Notifications and their deliveries, in the tables `notices` and `notice_deliveries`.
struct NoticeStore: NoticeLog {
    let engine: any SQLEngine

    /// How long they are kept.
    private static let retention: Duration = .days(30)

    func queue(_ notice: QueuedNotice) async throws(ArchiveFailure) -> Bool {
        try await engine.write { database throws(ArchiveFailure) in try Self.insert(notice, into: database) }
    }

    /// As a part of a transaction. Forgets those that are old.
    static func insert(_ notice: QueuedNotice, into database: any SQLConnection) throws(ArchiveFailure) -> Bool {
        let oldest = SQLValue.time(notice.created - retention)
        try database.execute("DELETE FROM notice_deliveries WHERE attempted < ?", [oldest])
        try database.execute("DELETE FROM notices WHERE created < ?", [oldest])
        return try database.execute(
            "INSERT INTO notices (id, kind, created, content) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            [.text(notice.id), .text(notice.kind), .time(notice.created), .text(SQLValue.cleaned(notice.content))]) == 1
    }

    func notices(since: Timestamp) async throws(ArchiveFailure) -> [QueuedNotice] {
        try await engine.read { database throws(ArchiveFailure) in
            var notices: [QueuedNotice] = []
            for row in try database.rows(
                "SELECT id, kind, created, content FROM notices WHERE created > ? ORDER BY created, id", [.time(since)])
            {
                notices.append(
                    QueuedNotice(
                        id: try row.text(0), kind: try row.text(1), created: try row.time(2),
                        content: try row.text(3)))
            }
            return notices
        }
    }

    func claim(_ notice: String, for receiver: NoticeReceiver, now: Timestamp, until: Timestamp)
        async throws(ArchiveFailure) -> NoticeClaim
    {
        let (notice, name) = (SQLValue.cleaned(notice), SQLValue.cleaned(receiver.name))
        return try await engine.write { database throws(ArchiveFailure) in
            let isClaimed =
                try database.execute(
                    """
                    INSERT INTO notice_deliveries (notice, receiver, name, attempts, attempted, next_attempt)
                    VALUES (?, ?, ?, 1, ?, ?)
                    ON CONFLICT (notice, receiver) DO UPDATE SET attempts = notice_deliveries.attempts + 1,
                    attempted = excluded.attempted, next_attempt = excluded.next_attempt
                    WHERE notice_deliveries.next_attempt IS NOT NULL
                    AND notice_deliveries.next_attempt <= excluded.attempted
                    """,
                    [.text(notice), .text(receiver.fingerprint), .text(name), .time(now), .time(until)]) == 1
            let row = try database.rows(
                "SELECT attempts, next_attempt FROM notice_deliveries WHERE notice = ? AND receiver = ?",
                [.text(notice), .text(receiver.fingerprint)]
            ).first
            guard let row else { return .ended }
            if isClaimed { return .claimed(attempt: try row.count(0)) }
            return try row.timeIfAny(1).map { .notYet(until: $0) } ?? .ended
        }
    }

    func finish(_ notice: String, for receiver: NoticeReceiver, _ outcome: NoticeOutcome, now: Timestamp)
        async throws(ArchiveFailure)
    {
        let key: [SQLValue] = [.text(SQLValue.cleaned(notice)), .text(receiver.fingerprint)]
        let (name, oldest) = (SQLValue.cleaned(receiver.name), SQLValue.time(now - Self.retention))
        try await engine.write { database throws(ArchiveFailure) in
            switch outcome {
            case .sent:
                try database.execute(
                    """
                    INSERT INTO notice_deliveries (notice, receiver, name, attempts, attempted, next_attempt, sent)
                    VALUES (?, ?, ?, 1, ?, NULL, ?)
                    ON CONFLICT (notice, receiver) DO UPDATE SET next_attempt = NULL, sent = excluded.sent, error = NULL
                    """, key + [.text(name), .time(now), .time(now)])
            case .failed(let reason, let retry, let attempt):
                try database.execute(
                    """
                    UPDATE notice_deliveries SET next_attempt = ?, error = ?
                    WHERE notice = ? AND receiver = ? AND attempts = ? AND sent IS NULL
                    """, [.time(retry), .text(SQLValue.cleaned(reason))] + key + [.count(attempt)])
            }
            try database.execute("DELETE FROM notice_deliveries WHERE attempted < ?", [oldest])
        }
    }

    func attempts(for receiver: NoticeReceiver, since: Timestamp) async throws(ArchiveFailure)
        -> DeliveryAttempts
    {
        try await engine.read { database throws(ArchiveFailure) in
            var attempts = DeliveryAttempts()
            for row in try database.rows(
                "SELECT notice, next_attempt FROM notice_deliveries WHERE receiver = ? AND attempted > ?",
                [.text(receiver.fingerprint), .time(since)])
            {
                let notice = try row.text(0)
                if let next = try row.timeIfAny(1) {
                    attempts.open[notice] = next
                } else {
                    attempts.ended.insert(notice)
                }
            }
            return attempts
        }
    }

    func deliveries() async throws(ArchiveFailure) -> [DeliveryRecord] {
        try await engine.read { database throws(ArchiveFailure) in
            var records: [DeliveryRecord] = []
            for row in try database.rows(
                """
                SELECT of_all.receiver, of_all.sent, of_all.attempted, of_all.waiting, MIN(newest.name), MIN(newest.error)
                FROM (
                    SELECT receiver, MAX(sent) AS sent, MAX(attempted) AS attempted, COUNT(next_attempt) AS waiting
                    FROM notice_deliveries GROUP BY receiver
                ) AS of_all JOIN notice_deliveries AS newest
                ON newest.receiver = of_all.receiver AND newest.attempted = of_all.attempted
                GROUP BY of_all.receiver, of_all.sent, of_all.attempted, of_all.waiting
                ORDER BY MIN(newest.name), of_all.receiver
                """)
            {
                records.append(
                    DeliveryRecord(
                        NoticeReceiver(fingerprint: try row.text(0), name: try row.text(4)),
                        sent: try row.timeIfAny(1), attempted: try row.time(2), error: try row.textIfAny(5),
                        waiting: try row.count(3)))
            }
            return records
        }
    }
}
