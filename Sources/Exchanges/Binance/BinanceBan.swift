import Domain

/// The end of a ban as Binance writes it: `{"code":-1003,"msg":"Way too much request weight used; IP banned until
/// 1659146400000. Please use WebSocket Streams for live updates to avoid bans."}`, in milliseconds.
enum BinanceBan {
    private static let marker = "banned until "

    /// The failure with the end of the ban, where its text has one.
    static func failure(_ failure: SourceFailure) -> SourceFailure {
        guard case .request(.status(let code, let excerpt, let wait)) = failure.reason, [418, 429].contains(code),
            let start = excerpt.firstRange(of: marker)?.upperBound,
            let end = Int64(excerpt[start...].prefix { $0.isASCII && $0.isNumber })
        else { return failure }
        var ban = SourceFailure(
            failure.source, .banned(until: Timestamp(milliseconds: end), text: "HTTP \(code)", retryAfter: wait))
        ban.documentedPause = failure.documentedPause
        return ban
    }
}
