package import Domain
import FoundationEssentials

/// What was changed last, of the program and its settings: most incidents begin with a change. Kept in the state directory from one start to
/// the next, without secrets.
package struct ChangeRecord: Hashable, Sendable, Codable {
    package let version: String
    /// As `settings` shows them: a secret is only set or unset.
    package let settings: [String: String]
    package let changed: Timestamp
    /// Names of the settings that were changed then, and `version`.
    package let changes: [String]

    /// Compares with what was kept at the start before, and keeps what is so now.
    /// - Parameter folder: `STATE_DIRECTORY`. When it cannot be written, the change is known to this process alone.
    package static func note(version: String, settings: [String: String], in folder: String, now: Timestamp)
        -> ChangeRecord
    {
        let file = URL(filePath: folder + "/last-change.json")
        let before = (try? Data(contentsOf: file)).flatMap { try? JSONDecoder().decode(ChangeRecord.self, from: $0) }
        var changes = Set(settings.keys).union(before?.settings.keys.map(\.self) ?? []).filter {
            before?.settings[$0] != settings[$0]
        }.sorted()
        if before?.version != version { changes.insert("version", at: 0) }
        if let before, changes.isEmpty { return before }
        let record = ChangeRecord(
            version: version, settings: settings, changed: now, changes: before == nil ? [] : changes)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        if let data = try? encoder.encode(record) {
            try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try? data.write(to: file, options: .atomic)
        }
        return record
    }

    /// For the context of an incident.
    package var phrase: Phrase {
        guard !changes.isEmpty else {
            return Phrase(
                "nothing was changed since the first start on \(changed)",
                fr: "rien n'a changé depuis le premier démarrage le \(changed)")
        }
        let names = changes.prefix(6).joined(separator: ", ")
        return Phrase(
            "last changed: \(names), noticed on \(changed)",
            fr: "derniers changements : \(names), constatés le \(changed)")
    }
}
