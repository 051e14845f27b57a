import Domain

/// Maps Kraken's error strings: `E`, a category, a colon, a description.
///
/// Source: https://docs.kraken.com/exchange/guides/general/errors
enum KrakenError {
    /// - Parameters:
    ///   - moment: the venue's time.
    ///   - pause: how long to stay away after too many requests.
    static func failure(for errors: [String], of source: SourceName, at moment: Timestamp?, pause: Duration)
        -> SourceFailure
    {
        let kinds = errors.map(kind)
        // The first specific error decides.
        let kind = kinds.first { $0 != .httpStatus } ?? .httpStatus
        let text = errors.joined(separator: ", ").condensedLine(limit: 200)
        let wait = errors.compactMap { delay(in: $0, at: moment) }.max()
        var failure = SourceFailure(source, .reported(kind, text: text, retryAfter: wait))
        if kind == .rateLimited {
            // As documented: a lockout lasts 15 minutes.
            let isLockout = errors.contains { $0.hasPrefix("EGeneral:Temporary lockout") }
            failure.documentedPause = isLockout ? .minutes(15) : pause
        }
        return failure
    }

    /// The delay that an error names: `EService: Throttled: 1767225600`, the Unix time of its end.
    private static func delay(in error: String, at moment: Timestamp?) -> Duration? {
        guard kind(of: error) == .rateLimited, let moment,
            let end = error.split(separator: " ").last.flatMap({ Int64($0) })
        else { return nil }
        return Timestamp(seconds: end) - moment
    }

    private static func kind(of error: String) -> ErrorKind {
        switch true {
        case error.hasPrefix("EGeneral:Too many requests"), error.hasPrefix("EAPI:Rate limit exceeded"),
            error.hasPrefix("EService:Throttled"), error.hasPrefix("EService: Throttled"),
            error.hasPrefix("EGeneral:Temporary lockout"):
            .rateLimited
        case error.hasPrefix("EService:Timeout"), error.hasPrefix("EService:Deadline elapsed"):
            .timeout
        case error.hasPrefix("EAPI:Invalid key"), error.hasPrefix("EGeneral:Permission denied"):
            .auth
        // The request is not supported (any more).
        case error.hasPrefix("EQuery:"), error.hasPrefix("EGeneral:Invalid arguments"),
            error.hasPrefix("EGeneral:Unknown method"):
            .unexpectedShape
        // EService:Unavailable, EService:Busy, EGeneral:Internal error and unknown errors: what other venues report
        // with status 500.
        default: .httpStatus
        }
    }
}
