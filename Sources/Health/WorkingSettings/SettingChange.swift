package import Domain

/// A setting of the installed file that is another one than when the service last worked.
package struct SettingChange: Hashable, Sendable {
    package struct Value: Hashable, Sendable {
        /// Without its secrets; `…` for one that is nothing else.
        package let shown: String
        package let isWhole: Bool

        package init(shown: String, isWhole: Bool) {
            self.shown = shown
            self.isWhole = isWhole
        }
    }

    package let name: String
    package let group: SettingGroup
    /// `nil` where it was not set.
    package let before: Value?
    /// `nil` where it is not set any more.
    package let now: Value?
    package let file: String
    /// When the file was last written.
    package let changed: Timestamp

    package init(
        name: String, group: SettingGroup, before: Value?, now: Value?, file: String, changed: Timestamp
    ) {
        self.name = name
        self.group = group
        self.before = before
        self.now = now
        self.file = file
        self.changed = changed
    }

    package var evidence: Evidence {
        let old = before.map(\.shown) ?? "unset"
        return Evidence(
            time: changed, source: file, line: "\(name)=\(now.map(\.shown) ?? "") (until it worked: \(old))")
    }
}

extension [SettingChange] {
    /// `since DATABASE_URL was changed in /etc/…/environment on … (x before)`: the end of a sentence. Empty for none.
    var phrase: Phrase {
        guard let first else { return .empty }
        let names = Phrase(list: prefix(4).map(\.name))
        let time = first.changed.phrase
        let before =
            first.before.map { Phrase(" (\($0.shown) before)", fr: " (auparavant\u{A0}: \($0.shown))") }
            ?? Phrase(" (not set before)", fr: " (auparavant non défini)")
        return Phrase(
            "since \(names.english) \(count == 1 ? "was" : "were") changed in \(first.file) on \(time.english)",
            fr: "depuis la modification de \(first.file) le \(time.french)\u{A0}: \(names.french)")
            + (count == 1 ? before : .empty)
    }

    /// The command that brings back the values with which the service worked; where one holds a secret, the one that
    /// opens the file.
    var undoing: String {
        guard let first else { return SettingsCheck.editing }
        guard allSatisfy({ $0.before?.isWhole ?? true }) else {
            return "sudoedit \(first.file.shellQuoted) && \(UnitState.install)"
        }
        let removed = filter { $0.before == nil }.map {
            #"-e '/^[[:space:]]*\(export[[:space:]]\+\)\{0,1\}\#($0.name)[[:space:]]*=/d'"#
        }
        let set = compactMap { change in
            change.before.map { "--set " + "\(change.name)=\($0.shown)".shellQuoted }
        }
        let removal =
            removed.isEmpty ? "" : "sudo sed -i \(removed.joined(separator: " ")) \(first.file.shellQuoted) && "
        return removal + ([UnitState.install] + set).joined(separator: " ")
    }
}
