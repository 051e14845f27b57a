import ArgumentParser
import Domain
import FoundationEssentials
import Logging
import Timeline

/// What was asked of `timeline`, each part understood.
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

    /// Whether nobody named a source.
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
        guard let zone = command.zone.map(LocalZone.init) ?? .here else {
            throw ValidationError(
                "--zone is '\(command.zone ?? "")', and must be a zone such as Europe/Paris, UTC or +02:00")
        }
        self.zone = zone
        func moment(_ text: String?, _ name: String) throws -> Timestamp? {
            guard let text else { return nil }
            guard let moment = MomentExpression.moment(text, zone: zone, now: now) else {
                throw ValidationError("\(name) is '\(text)', and must be a moment such as \(MomentExpression.examples)")
            }
            return moment
        }
        var since = try moment(command.since, "--since")
        until = try moment(command.until, "--until")
        if let since, let until, since >= until {
            throw ValidationError("--since (\(since)) must be earlier than --until (\(until))")
        }
        // On a server that has run for years, everything is not what anybody means.
        if since == nil, until == nil, trace == nil, command.files.isEmpty { since = now - .hours(24) }
        self.since = since
        var skews: [String: Duration] = [:]
        for pair in command.skew {
            let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
            let digits = parts.last.map { $0.hasPrefix("+") ? $0.dropFirst() : $0 } ?? ""
            guard parts.count >= 2, let seconds = Double(digits), abs(seconds) < 1e9 else {
                throw ValidationError("--skew is '\(pair)', and must be FILE=SECONDS, as in access.log=-3600")
            }
            skews[parts.dropLast().joined(separator: "=")] = .milliseconds(Int64(seconds * 1000))
        }
        self.skews = skews
    }

    /// The entries that are wanted.
    func filter(identities: [String]) -> EntryFilter {
        EntryFilter(since: since, until: until, level: level, unit: unit, text: text, identities: identities)
    }

    /// A trace id, alone or in a `traceparent`, or a run's id; `nil` for what cannot be one.
    static func identity(_ text: String) -> String? {
        let parts = text.split(separator: "-")
        let word = parts.count == 4 && parts[1].utf8.count == 32 ? String(parts[1]) : text
        let isPlain = word.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || byte == UInt8(ascii: "-")
        }
        return isPlain && (8...64).contains(word.utf8.count) ? word : nil
    }
}
