import Domain

@testable import BitcoinAnalyzer

extension FuzzTarget {
    /// Settings files, up to the settings that the program works with.
    static let settings = FuzzTarget(
        "settings", maxLength: 1024,
        words: [
            "DATABASE_URL=", "postgres://u:p@h/d", "sqlite:///a.db", "API_PORT=", "99999999999999999999",
            "COLLECT_EVERY=",
            "1h", "-1s", "9223372036854775807d", "NEWS_FEEDS=", "https://", ",", "PRICE_SOURCES=", "kraken", "=",
            "export ",
            "\"", "'", "#", ";", "\\", "\r\n", "\u{FEFF}", "MAX_BODY_SIZE=1e99", "ADMIN_TOKEN=",
            "TRUSTED_PROXIES=10.0.0.0/33",
            "RATE_LIMIT=0", "NOTIFY=ntfy://", "slack://A/B/C", "tgram://1:A/1", "mailtos://u:p@h?to=", "%40",
            "DAILY_SUMMARY=", "OPERATIONS_PAGE=",
        ]
    ) { (bytes) throws(Broken) in
        let text = "ADMIN_TOKEN=\(secret)\n" + String(decoding: bytes, as: UTF8.self)
        var said: [Phrase] = []
        do throws(SettingsFailure) {
            let file = try SettingsFile(text: text, path: "/etc/test")
            said = file.mistakes + file.unknown
            let resolved = try ResolvedSettings(overrides: [:], environment: [:], files: [file])
            said += resolved.warnings
            _ = try Settings(resolved)
        } catch {
            said += [error.message, error.hint]
        }
        for text in said.flatMap({ [$0.english, $0.french] }) {
            try require(text.unicodeScalars.allSatisfy(\.isPrintable), "a message controls a terminal: \(text)")
            try require(!text.contains(secret), "a message holds a secret")
        }
    }

    private static let secret = "fuzz-planted-token"
}
