package import Domain
import OperatingSystem

/// The last change of the version or the settings, since most incidents begin with a change. Kept in the state
/// directory between starts, without secrets.
package struct ChangeRecord: Hashable, Sendable, Codable {
    package let version: String
    /// As `bitcoin-analyzer settings` prints them: a secret is only set or unset.
    package let settings: [String: String]
    package let changed: Timestamp
    /// Names of the changed settings, and `version`.
    package let changes: [String]

    /// Compares with the record of the previous start, and replaces it after a change.
    /// - Parameter folder: `STATE_DIRECTORY`. Where it cannot be written, the record is lost with this process.
    package static func update(version: String, settings: [String: String], in folder: String, now: Timestamp)
        -> ChangeRecord
    {
        let file = StateFile(folder + "/last-change.json")
        let before = try? file.read(as: ChangeRecord.self)
        var changes = Set(settings.keys).union(before?.settings.keys.map(\.self) ?? []).filter {
            before?.settings[$0] != settings[$0]
        }.sorted()
        if before?.version != version { changes.insert("version", at: 0) }
        if let before, changes.isEmpty { return before }
        let record = ChangeRecord(
            version: version, settings: settings, changed: now, changes: before == nil ? [] : changes)
        try? file.write(record)
        return record
    }

    /// A sentence for the context of an incident.
    package var phrase: Phrase {
        let time = changed.phrase
        guard !changes.isEmpty else {
            return Phrase(
                "No change of version or settings since the first start on \(time.english).",
                fr: "Aucun changement de version ni de réglage depuis le premier démarrage, le \(time.french).")
        }
        let names = Phrase(list: Array(changes.prefix(6)))
        return Phrase(
            "Last change: \(names.english), on \(time.english).",
            fr: "Dernier changement\u{A0}: \(names.french), le \(time.french).")
    }
}
