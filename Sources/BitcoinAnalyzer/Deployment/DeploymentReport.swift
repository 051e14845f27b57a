import Deployment
import Domain

/// The result of `install` or `uninstall`, or of its dry run, as text and JSON.
struct DeploymentReport: Encodable {
    struct Step: Encodable {
        let action: Change.Verb
        let path: String
        let detail: [String]
        /// Where a file modified by hand was moved.
        let keptAs: String?

        enum CodingKeys: String, CodingKey { case action, path, detail, keptAs = "kept_as" }
    }

    struct Doctor: Encodable {
        let status: Int32
        let output: String
    }

    let dryRun: Bool
    let changes: [Step]
    let commands: [String]
    /// Paths that an uninstallation keeps.
    var kept: [String] = []
    /// In the report's language.
    private(set) var notes: [String]
    var doctor: Doctor?
    private let language: Language

    enum CodingKeys: String, CodingKey { case dryRun = "dry_run", changes, commands, kept, notes, doctor }

    init(dryRun: Bool, changes: [Change], steps: ServiceSteps, notes: [Phrase] = [], language: Language) {
        self.dryRun = dryRun
        self.changes = changes.map { change in
            Step(
                action: change.verb, path: change.path, detail: change.detail.map { $0[language] },
                keptAs: change.backupPath)
        }
        commands = (steps.before + steps.after).map { $0.joined(separator: " ") }
        self.notes = notes.map { $0[language] }
        self.language = language
    }

    mutating func note(_ note: Phrase) { notes.append(note[language]) }

    func lines(_ language: Language) -> [String] {
        var lines: [String] = []
        for step in changes {
            lines.append(Self.row(step.action.label(language), step.path))
            if let kept = step.keptAs {
                lines.append(
                    "    "
                        + language.localized(
                            "the file was modified by hand and is kept as \(kept)",
                            fr: "le fichier avait été modifié à la main et est conservé sous \(kept)"))
            }
            // Only a dry run shows the details.
            if dryRun { lines += step.detail.map { "    " + $0 } }
        }
        lines += commands.map { Self.row(language.localized("run", fr: "exécuter"), $0) }
        if changes.isEmpty && commands.isEmpty {
            lines.append(language.localized("nothing to change", fr: "rien à changer"))
        }
        lines += kept.map { Self.row(language.localized("keep", fr: "garder"), $0) }
        lines += notes.map { Self.row("note", $0) }
        if let output = doctor?.output, !output.isEmpty { lines += ["", output] }
        return lines
    }

    private static func row(_ label: String, _ text: String) -> String {
        label + String(repeating: " ", count: max(1, 10 - label.count)) + text
    }
}

extension Change.Verb {
    fileprivate func label(_ language: Language) -> String {
        switch self {
        case .create: language.localized("create", fr: "créer")
        case .replace: language.localized("replace", fr: "remplacer")
        case .extend: language.localized("extend", fr: "compléter")
        case .repair: language.localized("repair", fr: "réparer")
        case .remove: language.localized("remove", fr: "supprimer")
        case .enable: language.localized("enable", fr: "activer")
        }
    }
}
