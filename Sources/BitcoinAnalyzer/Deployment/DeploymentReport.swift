import Deployment
import Domain

/// What an installation, or its opposite, did or would do: for a person and as JSON.
struct DeploymentReport: Encodable {
    struct Step: Encodable {
        let action: Change.Verb
        let path: String
        let detail: [String]
        /// Where a file that had been changed by hand is now.
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
    /// What stays after an uninstallation.
    var kept: [String] = []
    var notes: [String]
    var doctor: Doctor?

    enum CodingKeys: String, CodingKey { case dryRun = "dry_run", changes, commands, kept, notes, doctor }

    init(dryRun: Bool, changes: [Change], steps: ServiceSteps, notes: [String] = []) {
        self.dryRun = dryRun
        self.changes = changes.map { Step(action: $0.verb, path: $0.path, detail: $0.detail, keptAs: $0.backupPath) }
        commands = (steps.before + steps.after).map { $0.joined(separator: " ") }
        self.notes = notes
    }

    func lines(_ language: Language) -> [String] {
        var lines: [String] = []
        for step in changes {
            lines.append(Self.row(step.action.word(language), step.path))
            if let kept = step.keptAs {
                lines.append(
                    "    "
                        + language.localized(
                            "it was changed by hand: that text is kept as \(kept)",
                            fr: "il avait été modifié à la main : ce texte est gardé sous \(kept)"))
            }
            // What is done is told in a line each; what would be done, exactly.
            if dryRun { lines += step.detail.map { "    " + $0 } }
        }
        lines += commands.map { Self.row(language.localized("run", fr: "lance"), $0) }
        if changes.isEmpty && commands.isEmpty {
            lines.append(language.localized("nothing to change", fr: "rien à changer"))
        }
        lines += kept.map { Self.row(language.localized("stays", fr: "reste"), $0) }
        lines += notes.map { Self.row("note", $0) }
        if let output = doctor?.output, !output.isEmpty { lines += ["", output] }
        return lines
    }

    private static func row(_ word: String, _ text: String) -> String {
        word + String(repeating: " ", count: max(1, 10 - word.count)) + text
    }
}

extension Change.Verb {
    fileprivate func word(_ language: Language) -> String {
        switch self {
        case .create: language.localized("create", fr: "crée")
        case .replace: language.localized("replace", fr: "remplace")
        case .extend: language.localized("extend", fr: "complète")
        case .repair: language.localized("mend", fr: "répare")
        case .remove: language.localized("remove", fr: "retire")
        case .enable: language.localized("enable", fr: "active")
        }
    }
}
