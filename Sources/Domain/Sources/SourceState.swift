/// What is known of a source across passes, processes and hosts.
package struct SourceState: Hashable, Sendable {
    package let source: SourceName
    /// The newest response with data.
    package var lastAnswer: Timestamp?
    package var lastFailure: Timestamp?
    /// The reason of the last failure.
    package var failure: SourceReport.Failure?
    /// The number of failures since the last response with data.
    package var failures: Int
    /// The source must not be asked before this; `nil` when it may be asked now.
    package var notBefore: Timestamp?
    /// Why it must not be asked before ``notBefore``.
    package var pause: SourcePause?
    /// Its clock (the `Date` header) minus ours, in the newest response that has it, and when that was; `nil` before.
    package var clock: ClockOffset?

    /// A difference between two clocks, as measured.
    package struct ClockOffset: Hashable, Sendable {
        package let offset: Duration
        package let measured: Timestamp

        package init(_ offset: Duration, measured: Timestamp) {
            self.offset = offset
            self.measured = measured
        }
    }

    package init(
        _ source: SourceName, lastAnswer: Timestamp? = nil, lastFailure: Timestamp? = nil,
        failure: SourceReport.Failure? = nil, failures: Int = 0, notBefore: Timestamp? = nil, pause: SourcePause? = nil,
        clock: ClockOffset? = nil
    ) {
        self.clock = clock
        self.source = source
        self.lastAnswer = lastAnswer
        self.lastFailure = lastFailure
        self.failure = failure
        self.failures = failures
        self.notBefore = notBefore
        self.pause = pause
    }
}

extension SourceState {
    /// Whether the server itself has refused a request, and asked for a pause, or documents one.
    package var isRefused: Bool { [.requested, .banned, .documented].contains(pause) }
}

/// Why a source is not asked for a while.
package struct SourcePause: OpenEnum {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// It asked for the delay (`Retry-After`).
    package static let requested = SourcePause(rawValue: "requested")
    /// It said until when this address is banned.
    package static let banned = SourcePause(rawValue: "banned")
    /// It refused a request as one too many, without a time: what it documents for that.
    package static let documented = SourcePause(rawValue: "documented")
    /// It failed several times in a row.
    package static let backOff = SourcePause(rawValue: "back-off")

    /// A feed is not asked more often than this, by whatever command.
    package static let interval = SourcePause(rawValue: "interval")
    /// What it gave last is fresh until then (`Cache-Control`, `Expires`).
    package static let fresh = SourcePause(rawValue: "fresh")
    /// The feed names how long it may be cached (`ttl`).
    package static let ttl = SourcePause(rawValue: "ttl")
    /// The feed names how often it is updated (`sy:updatePeriod`).
    package static let updatePeriod = SourcePause(rawValue: "update-period")
    /// The feed is not to be read at this hour (`skipHours`).
    package static let skipHours = SourcePause(rawValue: "skip-hours")
    /// The feed is not to be read on this day (`skipDays`).
    package static let skipDays = SourcePause(rawValue: "skip-days")
    /// It is gone for good (410).
    package static let ended = SourcePause(rawValue: "ended")
    /// Another process is asking it.
    package static let claimed = SourcePause(rawValue: "claimed")

    package static let known: [SourcePause] = [
        .requested, .banned, .documented, .backOff, .interval, .fresh, .ttl, .updatePeriod, .skipHours, .skipDays,
        .ended, .claimed,
    ]

    /// For a person, without a full stop.
    package var phrase: Phrase {
        switch self {
        case .requested: Phrase("it asked for this delay", fr: "elle a demandé ce délai")
        case .banned: Phrase("it has banned this address", fr: "elle a banni cette adresse")
        case .documented:
            Phrase("its documented delay after too many requests", fr: "son délai documenté après trop de requêtes")
        case .backOff: Phrase("after failures in a row", fr: "après plusieurs échecs")
        case .interval: Phrase("asked a short time ago", fr: "interrogée il y a peu")
        case .fresh:
            Phrase(
                "its last response is still fresh (Cache-Control)",
                fr: "sa dernière réponse est encore fraîche (Cache-Control)")
        case .ttl: Phrase("it may be cached until then (ttl)", fr: "elle peut être gardée en cache jusque-là (ttl)")
        case .updatePeriod:
            Phrase(
                "it is not updated more often (sy:updatePeriod)",
                fr: "elle n’est pas mise à jour plus souvent (sy:updatePeriod)")
        case .skipHours:
            Phrase(
                "it is not to be read at this hour (skipHours)", fr: "elle n’est pas à lire à cette heure (skipHours)")
        case .skipDays:
            Phrase("it is not to be read on this day (skipDays)", fr: "elle n’est pas à lire ce jour-là (skipDays)")
        case .ended: Phrase("it is gone for good (410)", fr: "elle est supprimée définitivement (410)")
        case .claimed: Phrase("another process is asking it", fr: "un autre processus l’interroge")
        default: Phrase(verbatim: rawValue)
        }
    }
}
