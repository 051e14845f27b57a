package import Domain

/// Sends a notice to a target, unless another process on the same database has sent it, is sending it, or has to wait.
package struct NoticeSender: Sendable {
    /// How an attempt ended.
    enum Result: Sendable {
        case sent
        /// By another process, or given up by it.
        case ended
        /// Another process is sending it, or its next attempt is later.
        case notYet(until: Timestamp)
        /// - Parameter retry: `nil` where it is too old by then, or would fail again.
        case failed(any Error, retry: Timestamp?)
    }

    /// `nil` without a database.
    private let log: (any NoticeLog)?
    private let pauses: ReceiverPauses
    private let unrecorded: UnrecordedDeliveries
    private let now: @Sendable () -> Timestamp
    private let send: @Sendable (Notice, NotificationTarget) async throws -> Void

    /// Delay after the first failed attempt, and the longest one.
    static let firstDelay: Duration = .seconds(5)
    static let longestDelay: Duration = .hours(1)
    /// How long an attempt may take before another process may try.
    private static let claim: Duration = .seconds(90)
    /// More than any attempt takes: an e-mail a minute.
    private static let longestAttempt: Duration = .seconds(65)
    /// How long an attempt goes on when its process ends: the receiver may have taken it already.
    private static let grace: Duration = .seconds(2)

    /// - Parameters:
    ///   - pauses: kept from one sender to the next: what a receiver asks for counts for all notices.
    ///   - unrecorded: kept likewise.
    ///   - send: throws when the delivery failed; a ``DeliveryFailed`` may say when to try again.
    package init(
        log: (any NoticeLog)?, pauses: ReceiverPauses = ReceiverPauses(),
        unrecorded: UnrecordedDeliveries = UnrecordedDeliveries(), now: @escaping @Sendable () -> Timestamp,
        send: @escaping @Sendable (Notice, NotificationTarget) async throws -> Void
    ) {
        (self.log, self.pauses, self.unrecorded, self.now, self.send) = (log, pauses, unrecorded, now, send)
    }

    /// While the database does not respond it is sent without asking it: of several hosts each sends it then, under one
    /// id. A cancelled attempt that is being sent has two seconds to end.
    /// - Parameters:
    ///   - attempts: those that this process knows of.
    ///   - needsClaim: whether it is left where the database cannot be written: of a notice that waits in it.
    func attempt(_ notice: Notice, to target: NotificationTarget, attempts: Int = 0, needsClaim: Bool = false) async
        -> Result
    {
        let started = now()
        // What waits is for the next process.
        if Task.isCancelled { return .notYet(until: started) }
        if let pause = pauses.pause(of: target.receiver, at: started) {
            guard needsClaim else { return .notYet(until: pause) }
            return await postpone(notice, to: target, until: pause, at: started)
        }
        let claim = try? await log?.claim(
            notice.id, for: target.receiver, now: started, until: started + Self.claim)
        var attempt = attempts + 1
        switch claim {
        case .claimed(let number):
            attempt = number
            // A process that was stopped since then has lost its turn.
            let end = started + Self.claim
            guard now() + Self.longestAttempt <= end else { return .notYet(until: end) }
        case .ended: return .ended
        case .notYet(let until): return .notYet(until: until)
        case nil: if needsClaim { return .notYet(until: started) }
        }
        let (number, isClaimed) = (attempt, claim != nil)
        let sending = Task { await send(notice, to: target, attempt: number, isClaimed: isClaimed) }
        return await withTaskCancellationHandler {
            await sending.value
        } onCancel: {
            Task {
                try? await ContinuousClock().sleep(for: Self.grace)
                sending.cancel()
            }
        }
    }

    private func send(_ notice: Notice, to target: NotificationTarget, attempt: Int, isClaimed: Bool) async -> Result {
        do {
            try await send(notice, target)
            // Another process, that asks when the database responds again, is to know of it, too.
            if log != nil { unrecorded.add(notice.id, to: target.receiver, sent: now()) }
            if isClaimed { await recordSent(to: target) }
            return .sent
        } catch {
            let failure = error as? DeliveryFailed
            let wanted = failure?.retryAfter ?? .zero
            if wanted > .zero { pauses.add(target.receiver, until: now() + wanted) }
            let next = now() + max(wanted, Self.delay(afterAttempts: attempt, jitter: .random(in: 0.5..<1)))
            let isLast = failure?.isFinal == true || next - notice.time > notice.lifetime
            let retry = isLast ? nil : next
            if isClaimed {
                try? await log?.finish(
                    notice.id, for: target.receiver, .failed("\(error)", retry: retry, attempt: attempt), now: now())
            }
            return .failed(error, retry: retry)
        }
    }

    /// Records what was sent while the database did not respond.
    func recordSent(to target: NotificationTarget) async {
        if let log { await unrecorded.record(target.receiver, in: log) }
    }

    /// Records that a notice in the database waits for the end of a pause: without a record, it would be too old for
    /// its first attempt after a long one.
    private func postpone(
        _ notice: Notice, to target: NotificationTarget, until pause: Timestamp, at started: Timestamp
    ) async -> Result {
        let claim = try? await log?.claim(notice.id, for: target.receiver, now: started, until: pause)
        switch claim {
        case .claimed(let attempt):
            let reason = DeliveryFailed("the receiver asked for a pause")
            let retry = pause - notice.time > notice.lifetime ? nil : pause
            try? await log?.finish(
                notice.id, for: target.receiver, .failed(reason.description, retry: retry, attempt: attempt),
                now: started)
            return .failed(reason, retry: retry)
        case .ended: return .ended
        case .notYet(let until): return .notYet(until: until)
        case nil: return .notYet(until: pause)
        }
    }

    /// Exponential backoff.
    /// - Parameter jitter: 0.5 to 1, so that hosts do not retry in step.
    static func delay(afterAttempts attempts: Int, jitter: Double) -> Duration {
        min(longestDelay, firstDelay * (1 << min(max(0, attempts - 1), 10))) * jitter
    }
}

extension Notice {
    func sentEvent(to target: NotificationTarget) -> Domain.Event {
        Domain.Event(.info, "notification sent to \(target.name): \(title.english)", ["notice": id])
    }

    func failedEvent(to target: NotificationTarget, because error: any Error, retry: Timestamp?)
        -> Domain.Event
    {
        let why = (error as? DeliveryFailed)?.isFinal == true ? "" : ", as it is too old"
        let what =
            retry.map { "notification not delivered to \(target.name), next attempt at \($0)" }
            ?? "notification given up at \(target.name)\(why)"
        let check =
            target.subscription == nil
            ? "check NOTIFY with bitcoin-analyzer incidents notify-test"
            : "bitcoin-analyzer incidents notify-test tries all browsers"
        return Domain.Event(.warning, "\(what): \(error); \(check)", ["notice": id])
    }
}
