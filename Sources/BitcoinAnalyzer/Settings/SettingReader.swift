import API
import Domain
import Exchanges
import Incidents
import Storage

/// Turns raw values into typed ones; every refusal says which setting, where it stands, and what would be right.
struct SettingReader {
    private let resolved: ResolvedSettings

    init(_ resolved: ResolvedSettings) { self.resolved = resolved }

    func text(_ key: SettingKey) -> String? { resolved[key]?.text }
    func origin(_ key: SettingKey) -> String { resolved[key]?.origin ?? "default" }

    /// The parts between commas, without the empty ones.
    func list(_ key: SettingKey) -> [String] {
        (text(key) ?? "").split(separator: ",").map { String($0.trimmingSpaces()) }.filter { !$0.isEmpty }
    }

    /// Addresses are secrets: one that is refused is told by its number.
    func notificationTargets() throws(SettingsFailure) -> [NotificationTarget] {
        var targets: [NotificationTarget] = []
        for (index, text) in list(.notify).enumerated() {
            guard let target = NotificationTarget(text) else {
                throw SettingsFailure(
                    "NOTIFY (\(origin(.notify))): address \(index + 1) of \(list(.notify).count) is not one that incidents can be announced to",
                    hint: "https://host/path for a webhook, ntfy://host/topic for ntfy, separated by commas")
            }
            targets.append(target)
        }
        return targets
    }

    func port(_ key: SettingKey) throws(SettingsFailure) -> Int {
        guard let port = Int(text(key) ?? ""), (0...65535).contains(port) else {
            throw refused(key, "a port number from 1 to 65535, or 0 for a free one")
        }
        return port
    }

    func choice<T: RawRepresentable<String>>(_ key: SettingKey, of all: [T]) throws(SettingsFailure) -> T {
        guard let value = T(rawValue: (text(key) ?? "").lowercased()) else {
            throw refused(key, "one of " + all.map(\.rawValue).joined(separator: ", "))
        }
        return value
    }

    /// `90s`, `15m`, `1h`, `1d`.
    func duration(_ key: SettingKey, atLeast least: Duration) throws(SettingsFailure) -> Duration {
        let text = text(key) ?? ""
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            (1...1_000_000).contains(count)
        else {
            throw refused(key, "a number and its unit, such as 90s, 15m, 1h or 1d")
        }
        let duration = Duration.seconds(count * unit)
        guard duration >= least else { throw refused(key, "at least \(least.components.seconds)s") }
        return duration
    }

    /// An absolute `http` or `https` address, without a slash at its end.
    func address(_ text: String, for key: SettingKey) throws(SettingsFailure) -> String {
        let rest =
            text.lowercased().hasPrefix("https://")
            ? text.dropFirst(8) : text.lowercased().hasPrefix("http://") ? text.dropFirst(7) : ""
        let isPlain = text.unicodeScalars.allSatisfy { $0.value > 32 && $0.value < 127 }
        guard let first = rest.first, first != "/", first != ":", isPlain else {
            let shown = key.isSecret ? "a value" : "'\(text.prefix(80))'"
            throw SettingsFailure(
                "\(key.rawValue) (\(origin(key))) holds \(shown), which is not a web address",
                hint: "write it whole, as in https://example.org/feed.xml")
        }
        return text.hasSuffix("/") && key != .newsFeeds ? String(text.dropLast()) : text
    }

    func adminToken() throws(SettingsFailure) -> AdminToken? {
        guard let text = text(.adminToken) else { return nil }
        guard let token = AdminToken(text) else {
            throw SettingsFailure(
                "ADMIN_TOKEN (\(origin(.adminToken))) is set to something too short, or with blanks or letters beyond ASCII",
                hint:
                    "take at least \(AdminToken.minLength) characters, as openssl rand -hex 32 makes them, or leave it unset: then nobody can change anything over HTTP"
            )
        }
        return token
    }

    func databaseURL(orFileIn folder: String) throws(SettingsFailure) -> DatabaseURL {
        guard let text = text(.databaseURL) else { return .sqlite(file: folder + "/bitcoin-analyzer.db") }
        do {
            return try DatabaseURL(text)
        } catch {
            throw SettingsFailure(
                "DATABASE_URL (\(origin(.databaseURL))) cannot be understood: \(error.reason)",
                hint:
                    "write it like sqlite:///var/lib/bitcoin-analyzer/data.db or postgresql://user:password@host:5432/name"
            )
        }
    }

    func priceSources(hasCoinalyzeKey: Bool) throws(SettingsFailure) -> [Settings.PriceSourceChoice] {
        guard text(.priceSources) != nil else {
            return Venue.defaultOrder(withKey: hasCoinalyzeKey).map {
                Settings.PriceSourceChoice(venue: $0, baseURL: nil)
            }
        }
        var choices: [Settings.PriceSourceChoice] = []
        for entry in list(.priceSources) {
            let parts = entry.split(separator: "=", maxSplits: 1).map { String($0.trimmingSpaces()) }
            guard let name = parts.first, let venue = Venue(rawValue: name.lowercased()) else {
                throw SettingsFailure(
                    "PRICE_SOURCES (\(origin(.priceSources))) names '\(parts.first ?? entry)', which is not a source",
                    hint: "sources are " + Venue.allCases.map(\.rawValue).joined(separator: ", "))
            }
            guard !choices.contains(where: { $0.venue == venue }) else {
                throw SettingsFailure(
                    "PRICE_SOURCES (\(origin(.priceSources))) names \(venue.rawValue) twice",
                    hint: "each source stands once, in the order they are asked")
            }
            if venue == .coinalyze && !hasCoinalyzeKey {
                throw SettingsFailure(
                    "PRICE_SOURCES (\(origin(.priceSources))) names coinalyze, and its key is not set",
                    hint: "set COINALYZE_API_KEY, or take coinalyze out")
            }
            choices.append(
                .init(venue: venue, baseURL: parts.count > 1 ? try address(parts[1], for: .priceSources) : nil))
        }
        guard !choices.isEmpty else { throw refused(.priceSources, "at least one source") }
        return choices
    }

    private func refused(_ key: SettingKey, _ wanted: String) -> SettingsFailure {
        let shown = key.isSecret ? "set" : "'\((text(key) ?? "").prefix(80))'"
        return SettingsFailure("\(key.rawValue) (\(origin(key))) is \(shown), and must be \(wanted)", hint: key.meaning)
    }
}
