/// Recognises a web page where data should be. Sites that guard themselves against programs answer with one, often with
/// status 200.
enum HTMLPage {
    static func isOne(_ body: [UInt8]) -> Bool {
        let start = String(decoding: body.prefix(512), as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
            .lowercased()
        return start.hasPrefix("<!doctype html") || start.hasPrefix("<html") || start.contains("<html")
    }

    /// Words that the usual guards (Cloudflare, DataDome, PerimeterX, Google) put on the page that wants a human.
    private static let marks = [
        "captcha", "cf-chl", "challenge-platform", "just a moment", "verify you are human", "are you a robot",
        "unusual traffic",
        "enable javascript and cookies", "ddos protection", "datadome", "px-captcha", "consent.google",
    ]

    static func isChallenge(_ body: [UInt8]) -> Bool {
        let text = String(decoding: body.prefix(32_768), as: UTF8.self).lowercased()
        return marks.contains { text.contains($0) }
    }
}
