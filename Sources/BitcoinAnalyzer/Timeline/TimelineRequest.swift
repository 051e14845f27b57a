import ArgumentParser
import Domain
import FoundationEssentials
import Logging
import Timeline

/// The validated options of `timeline`.
struct TimelineRequest: Sendable {
    let now: Timestamp
    let files: [String]
    let zone: LocalZone
    let since: Timestamp?
    let until: Timestamp?
    let trace: String?
    let unit: String?
    let level: Logger.Level?
    let text: String?
    let skews: [String: Duration]
    let page: String?
    let wantsJournal: Bool
    let wantsRecords: Bool
    let follows: Bool

    /// Whether no source was named.
    var usesDefaultSources: Bool { files.isEmpty && !wantsJournal && !wantsRecords }

    /// - Throws: `ValidationError`
    init(_ command: TimelineCommand, now: Timestamp) throws {
        self.now = now
        files = command.files
        trace = command.trace.flatMap(Self.identity)
        unit = command.unit
        level = command.level.flatMap(Logger.Level.init(rawValue:))
        text = command.grep
        page = command.html
        wantsJournal = command.journal
        wantsRecords = command.records
        follows = command.follow
        guard let zone = command.zone.map(LocalZone.init) ?? .here else {
            throw ValidationError(
                "--zone must be a time zone such as Europe/Paris, UTC or +02:00 (got '\(command.zone ?? "")')",
                fr: "--zone doit être un fuseau horaire comme Europe/Paris, UTC ou +02:00 "
                    + "(reçu\u{A0}: «\u{A0}\(command.zone ?? "")\u{A0}»)")
        }
        self.zone = zone
        func moment(_ text: String?, _ name: String) throws -> Timestamp? {
            guard let text else { return nil }
            guard let moment = MomentExpression.moment(text, zone: zone, now: now) else {
                throw ValidationError.notAMoment(name, got: text)
            }
            return moment
        }
        var since = try moment(command.since, "--since")
        until = try moment(command.until, "--until")
        if let since, let until, since >= until {
            throw ValidationError(
                "--since (\(since)) must be earlier than --until (\(until))",
                fr: "--since (\(since)) doit précéder --until (\(until))")
        }
        // A server may have years of logs: the default is the last 24 hours.
        if since == nil, until == nil, trace == nil, command.files.isEmpty, !command.follow { since = now - .hours(24) }
        self.since = since
        var skews: [String: Duration] = [:]
        for pair in command.skew {
            let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
            let digits = parts.last.map { $0.hasPrefix("+") ? $0.dropFirst() : $0 } ?? ""
            guard parts.count >= 2, let seconds = Double(digits), abs(seconds) < 1e9 else {
                throw ValidationError.invalid(
                    "--skew",
                    Phrase(
                        "FILE=SECONDS, such as access.log=-3600", fr: "FICHIER=SECONDES, par exemple access.log=-3600"),
                    got: pair)
            }
            skews[parts.dropLast().joined(separator: "=")] = .milliseconds(Int64(seconds * 1000))
        }
        self.skews = skews
    }

    /// The filter for the requested entries.
    func filter(identities: [String]) -> EntryFilter {
        EntryFilter(since: since, until: until, level: level, unit: unit, text: text, identities: identities)
    }

    /// A trace id, alone or in a `traceparent`, or a run id; `nil` for anything else.
    static func identity(_ text: String) -> String? {
        let parts = text.split(separator: "-")
        let word = parts.count == 4 && parts[1].utf8.count == 32 ? String(parts[1]) : text
        let isPlain = word.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || byte == UInt8(ascii: "-")
        }
        guard isPlain, (8...64).contains(word.utf8.count) else { return nil }
        // A trace id is 32 hexadecimal digits, of either case; a run's id has its own letters.
        let isTrace = word.utf8.count == 32 && word.utf8.allSatisfy { $0 < 58 || ($0 | 0x20) &- 97 < 6 }
        return isTrace ? word.lowercased() : word
    }
}
