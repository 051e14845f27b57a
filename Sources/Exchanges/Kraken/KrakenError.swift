import Domain

/// Maps Kraken's error strings: `E`, a category, a colon, a description.
///
/// Source: https://docs.kraken.com/exchange/guides/general/errors
enum KrakenError {
    static func failure(for errors: [String], of source: SourceName) -> SourceFailure {
        let kinds = errors.map(kind)
        // The first specific error decides.
        let kind = kinds.first { $0 != .httpStatus } ?? .httpStatus
        return SourceFailure(source, .reported(kind, text: errors.joined(separator: ", ").condensedLine(limit: 200)))
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
