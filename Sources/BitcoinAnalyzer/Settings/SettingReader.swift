import API
import Domain
import Exchanges
import Health
import Incidents
import Notifications
import Outbound
import Storage
import Timeline

/// Parses raw setting values into typed ones; every error names the setting, where it is set, and what is valid.
struct SettingReader {
    private let resolved: ResolvedSettings

    init(_ resolved: ResolvedSettings) { self.resolved = resolved }

    func text(_ key: SettingKey) -> String? { resolved[key]?.text }
    /// Where the setting is set; see ``ResolvedSettings/Value/origin``.
    func origin(_ key: SettingKey) -> String { resolved[key]?.origin ?? ResolvedSettings.defaultOrigin }

    /// The comma-separated parts, without empty ones.
    func list(_ key: SettingKey) -> [String] {
        (text(key) ?? "").split(separator: ",").map { String($0.trimmingSpaces()) }.filter { !$0.isEmpty }
    }

    /// The addresses are secrets, so an invalid one is reported by its position.
    func notificationTargets() throws(SettingsFailure) -> [NotificationTarget] {
        var targets: [NotificationTarget] = []
        let addresses = list(.notify)
        for (index, text) in addresses.enumerated() {
            guard let found = NotificationTarget.all(text) else {
                throw failure(
                    .notify,
                    Phrase(
                        ": address \(index + 1) of \(addresses.count) is not a valid notification target",
                        fr:
                            "\u{A0}: l’adresse \(index + 1) sur \(addresses.count) n’est pas une destination "
                            + "valable"
                    ),
                    hint: Phrase(
                        "use https://host/path, ntfy://host/topic, slack://A/B/C, discord://id/token, "
                            + "tgram://token/chat, json://host/path or mailtos://user:password@host, "
                            + "separated by commas; within an address a comma is %2C, a slash in a password %2F",
                        fr:
                            "écrivez https://hôte/chemin, ntfy://hôte/sujet, slack://A/B/C, discord://id/jeton, "
                            + "tgram://jeton/salon, json://hôte/chemin ou mailtos://utilisateur:mot-de-passe@hôte, "
                            + "séparés par des virgules\u{A0}; dans une adresse, une virgule s’écrit «\u{A0}%2C\u{A0}», "
                            + "et une barre oblique dans un mot de passe «\u{A0}%2F\u{A0}»"
                    ))
            }
            targets += found
        }
        return targets
    }

    /// `nil` where none is wanted. The zone is checked in any case.
    func summary() throws(SettingsFailure) -> Settings.Summary? {
        guard let zone = LocalZone(text(.dailySummaryZone) ?? "UTC") else {
            throw invalid(
                .dailySummaryZone,
                Phrase(
                    "UTC, or the name of a time zone such as Europe/Paris",
                    fr: "UTC, ou le nom d’un fuseau horaire comme Europe/Paris"))
        }
        guard let text = text(.dailySummary) else { return nil }
        guard let schedule = DailySchedule(text) else {
            throw invalid(
                .dailySummary, Phrase("a time of day such as 07:30", fr: "une heure de la journée comme 07:30"))
        }
        return Settings.Summary(schedule: schedule, zone: zone)
    }

    func port(_ key: SettingKey) throws(SettingsFailure) -> Int {
        guard let port = Int(text(key) ?? ""), (0...65535).contains(port) else {
            throw invalid(
                key,
                Phrase(
                    "a port number from 1 to 65535, or 0 for a free one",
                    fr: "un numéro de port de 1 à 65\u{202F}535, ou 0 pour un port libre"))
        }
        return port
    }

    func choice<T: RawRepresentable<String>>(_ key: SettingKey, of all: [T]) throws(SettingsFailure) -> T {
        guard let value = T(rawValue: (text(key) ?? "").lowercased()) else {
            let list = all.map(\.rawValue).joined(separator: ", ")
            throw invalid(key, Phrase("one of \(list)", fr: "l’un de\u{A0}: \(list)"))
        }
        return value
    }

    /// Of those that sources may be asked for: coarser ones are made from hours.
    func intervals(_ key: SettingKey) throws(SettingsFailure) -> [Interval] {
        let known: [Interval] = [.oneMinute, .fiveMinutes, .fifteenMinutes, .oneHour]
        var intervals: Set<Interval> = [.oneHour]
        for text in list(key) {
            guard let interval = Interval(rawValue: text), known.contains(interval) else {
                let list = known.map(\.rawValue).joined(separator: ", ")
                throw invalid(
                    key,
                    Phrase(
                        "a list of \(list); 4h, 1d and 1w are made from 1h",
                        fr: "une liste parmi \(list)\u{A0}; 4h, 1d et 1w sont calculés à partir de 1h"))
            }
            intervals.insert(interval)
        }
        return intervals.sorted { $0.seconds < $1.seconds }
    }

    /// Parses `90s`, `15m`, `1h`, `1d`.
    func duration(_ key: SettingKey, atLeast minimum: Duration) throws(SettingsFailure) -> Duration {
        let text = text(key) ?? ""
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            (1...1_000_000).contains(count)
        else {
            throw invalid(
                key,
                Phrase(
                    "a number with a unit, such as 90s, 15m, 1h or 1d",
                    fr: "un nombre suivi d’une unité, comme 90s, 15m, 1h ou 1d"))
        }
        let duration = Duration.seconds(count * unit)
        let seconds = minimum.components.seconds
        guard duration >= minimum else {
            throw invalid(key, Phrase("at least \(seconds)s", fr: "au moins \(seconds)s"))
        }
        return duration
    }

    /// An absolute `http` or `https` URL, without a trailing slash (except for feeds). What stands before its host is
    /// sent as Basic credentials.
    func address(_ text: String, for key: SettingKey) throws(SettingsFailure) -> String {
        guard text.isHTTPAddress else {
            let redacted = text.redactedAddress.printableLine(limit: 80)
            let shown =
                key.isSecret
                ? Phrase(" is not a valid URL", fr: " n’est pas une URL valable")
                : Phrase(
                    ": '\(redacted)' is not a valid URL",
                    fr: "\u{A0}: «\u{A0}\(redacted)\u{A0}» n’est pas une URL valable")
            throw failure(
                key, shown,
                hint: Phrase(
                    "write the complete URL, such as https://example.org/feed.xml",
                    fr: "écrivez l’URL complète, par exemple https://example.org/feed.xml"))
        }
        return text.hasSuffix("/") && key != .newsFeeds ? String(text.dropLast()) : text
    }

    /// `HOST` or `HOST:PORT`, an IPv6 address in brackets.
    func hosts(_ key: SettingKey) throws(SettingsFailure) -> Set<String> {
        let names = list(key).map { $0.lowercased() }
        guard names.allSatisfy({ "http://\($0)".isHTTPAddress && !$0.contains { "/?#@".contains($0) } }) else {
            throw invalid(
                key,
                Phrase("host names or addresses, without http://", fr: "des noms d’hôte ou des adresses, sans http://"))
        }
        return Set(names)
    }

    /// `https://HOST` or `https://HOST:PORT`, as browsers send them, or `*`.
    func origins(_ key: SettingKey) throws(SettingsFailure) -> [String] {
        let origins = list(key)
        let isValid = origins.allSatisfy { origin in
            origin == "*" || (origin.isHTTPAddress && origin.split(separator: "/").count == 2 && !origin.hasSuffix("/"))
        }
        guard isValid else {
            throw invalid(
                key,
                Phrase(
                    "origins such as https://example.org, without a path, or *",
                    fr: "des origines telles que https://example.org, sans chemin, ou *"))
        }
        return origins.map { $0.lowercased() }
    }

    func proxies() throws(SettingsFailure) -> ProxySettings {
        ProxySettings(http: try proxy(.httpProxy), https: try proxy(.httpsProxy), exceptions: text(.noProxy) ?? "")
    }

    private func proxy(_ key: SettingKey) throws(SettingsFailure) -> ProxySettings.Server? {
        guard let text = text(key) else { return nil }
        guard let server = ProxySettings.Server(text) else {
            throw failure(
                key, Phrase(" is not the address of a proxy", fr: " n’est pas l’adresse d’un proxy"),
                hint: Phrase(
                    "write http://host:port; a proxy that is reached by https:// is not supported",
                    fr: "écrivez http://hôte:port\u{A0}; un proxy joint par https:// n’est pas pris en charge"))
        }
        return server
    }

    func adminToken() throws(SettingsFailure) -> AdminToken? {
        guard let text = text(.adminToken) else { return nil }
        guard let token = AdminToken(text) else {
            throw failure(
                .adminToken,
                Phrase(
                    " is too short, or has spaces or non-ASCII characters",
                    fr: " est trop court, ou contient des espaces ou des caractères non ASCII"),
                hint: Phrase(
                    "use at least \(AdminToken.minLength) characters, for example from openssl rand -hex 32; unset it "
                        + "to allow no changes over HTTP",
                    fr:
                        "utilisez au moins \(AdminToken.minLength) caractères, par exemple ceux de openssl rand -hex "
                        + "32\u{A0}; sans jeton, aucune modification par HTTP n’est possible"))
        }
        return token
    }

    func databaseURL(orFileIn folder: String) throws(SettingsFailure) -> DatabaseURL {
        guard let text = text(.databaseURL) else { return .sqlite(file: folder + "/bitcoin-analyzer.db") }
        do {
            return try DatabaseURL(text)
        } catch {
            throw failure(
                .databaseURL,
                Phrase(
                    " is not a valid database URL: ", fr: " n’est pas une URL de base de données valable\u{A0}: ")
                    + error.reason,
                hint: Self.databaseURLForm)
        }
    }

    static let databaseURLForm = Phrase(
        "use sqlite:///var/lib/bitcoin-analyzer/data.db or postgresql://user:password@host:5432/name",
        fr: "écrivez sqlite:///var/lib/bitcoin-analyzer/data.db ou postgresql://utilisateur:mot-de-passe@hôte:5432/nom")

    func priceSources(hasCoinalyzeKey: Bool) throws(SettingsFailure) -> [Settings.PriceSourceChoice] {
        guard text(.priceSources) != nil else {
            return Venue.defaultOrder(withKey: hasCoinalyzeKey).map {
                Settings.PriceSourceChoice(venue: $0, baseURL: nil)
            }
        }
        var choices: [Settings.PriceSourceChoice] = []
        for entry in list(.priceSources) {
            let parts = Self.nameAndAddress(entry)
            let name = parts.first?.lowercased() ?? ""
            if Witness(rawValue: name) != nil { continue }
            guard let venue = Venue(rawValue: name) else {
                let all = (Venue.allCases.map(\.rawValue) + Witness.allCases.map(\.rawValue)).joined(separator: ", ")
                let name = (parts.first ?? entry).redactedAddress.printableLine(limit: 80)
                throw failure(
                    .priceSources,
                    Phrase(": unknown source '\(name)'", fr: "\u{A0}: source inconnue «\u{A0}\(name)\u{A0}»"),
                    hint: Phrase("the sources are \(all)", fr: "sources disponibles\u{A0}: \(all)"))
            }
            guard !choices.contains(where: { $0.venue == venue }) else { throw namedTwice(venue.rawValue) }
            if venue == .coinalyze && !hasCoinalyzeKey {
                throw failure(
                    .priceSources,
                    Phrase(
                        " names coinalyze, but its key is not set",
                        fr: " contient coinalyze, mais sa clé n’est pas définie"),
                    hint: Phrase(
                        "set COINALYZE_API_KEY, or remove coinalyze",
                        fr: "définissez COINALYZE_API_KEY, ou retirez coinalyze"))
            }
            choices.append(
                .init(venue: venue, baseURL: parts.count > 1 ? try address(parts[1], for: .priceSources) : nil))
        }
        guard !choices.isEmpty else {
            throw invalid(
                .priceSources,
                Phrase(
                    "at least one source with candles (\(Witness.allCases.map(\.rawValue).joined(separator: ", ")) has none)",
                    fr: "au moins une source de chandeliers "
                        + "(\(Witness.allCases.map(\.rawValue).joined(separator: ", ")) n’en a pas)"))
        }
        return choices
    }

    /// The witnesses that `PRICE_SOURCES` names.
    func witnesses() throws(SettingsFailure) -> [Settings.WitnessChoice] {
        var choices: [Settings.WitnessChoice] = []
        for entry in list(.priceSources) {
            let parts = Self.nameAndAddress(entry)
            guard let witness = parts.first.flatMap({ Witness(rawValue: $0.lowercased()) }) else { continue }
            guard !choices.contains(where: { $0.witness == witness }) else { throw namedTwice(witness.rawValue) }
            choices.append(
                .init(witness: witness, baseURL: parts.count > 1 ? try address(parts[1], for: .priceSources) : nil))
        }
        return choices
    }

    /// The parts of `NAME` or `NAME=BASE_URL`.
    private static func nameAndAddress(_ entry: String) -> [String] {
        entry.split(separator: "=", maxSplits: 1).map { String($0.trimmingSpaces()) }
    }

    private func namedTwice(_ name: String) -> SettingsFailure {
        failure(
            .priceSources, Phrase(" names \(name) twice", fr: " contient deux fois \(name)"),
            hint: Phrase(
                "name each source once, in order of preference",
                fr: "indiquez chaque source une seule fois, par ordre de préférence"))
    }

    /// - Parameter hint: what is right. Where it does not name the setting itself, the name comes before it.
    func failure(_ key: SettingKey, _ problem: Phrase, hint: Phrase) -> SettingsFailure {
        let name = key.rawValue
        let correction =
            hint.english.contains(name)
            ? hint : Phrase("correct \(name): ", fr: "corrigez \(name)\u{A0}: ") + hint
        return SettingsFailure(
            subject(key) + problem, hint: correction,
            at: .init(file: ResolvedSettings.file(ofOrigin: origin(key)), name: key.rawValue))
    }

    /// `LOG_LEVEL (environment)`.
    private func subject(_ key: SettingKey) -> Phrase {
        Phrase(verbatim: "\(key.rawValue) (") + ResolvedSettings.shownOrigin(origin(key)) + Phrase(verbatim: ")")
    }

    func invalid(_ key: SettingKey, _ wanted: Phrase) -> SettingsFailure {
        let text = (text(key) ?? "").redactedAddress.printableLine(limit: 80)
        let got =
            key.isSecret
            ? Phrase.empty : Phrase(" (got '\(text)')", fr: " (reçu\u{A0}: «\u{A0}\(text)\u{A0}»)")
        return failure(
            key, Phrase(" must be ", fr: " doit être ") + wanted + got, hint: key.meaning)
    }
}
