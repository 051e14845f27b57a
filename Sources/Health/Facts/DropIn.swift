package import Domain

/// A file that changes a unit: one beside its own file (systemd.unit(5)), or that file itself, edited.
package struct DropIn: Hashable, Sendable {
    package let path: String
    /// When it was last written; `nil` when unknown.
    package let changed: Timestamp?
    /// `Name=value` of each setting; where the value may be a secret, `Name=…`, or the names of the variables.
    package let settings: [String]
    /// Of a unit’s own file: the settings that the installed one has and this one has not.
    package let removed: [String]
    package let isUnitFile: Bool

    package init(
        path: String, changed: Timestamp?, settings: [String], removed: [String] = [], isUnitFile: Bool = false
    ) {
        self.path = path
        self.changed = changed
        self.settings = settings
        self.removed = removed
        self.isUnitFile = isUnitFile
    }

    /// A unit’s own file, where it differs from the one that was installed; `nil` where it does not.
    /// - Parameter installed: its text, with `@NAME@` for what differs between installations.
    package init?(unitFile path: String, changed: Timestamp?, text: String, installed: String) {
        var expected = Self.assignments(in: installed)
        var added: [Assignment] = []
        for assignment in Self.assignments(in: text) {
            if let index = expected.firstIndex(where: assignment.isLike) {
                expected.remove(at: index)
            } else {
                added.append(assignment)
            }
        }
        let names = Set(added.map(\.name))
        let removed = expected.filter { !names.contains($0.name) }
        guard !added.isEmpty || !removed.isEmpty else { return nil }
        self.init(
            path: path, changed: changed, settings: added.map(\.shown), removed: removed.map(\.shown), isUnitFile: true)
    }

    /// `Name=value`.
    private struct Assignment: Hashable {
        let name: String
        let value: String

        var shown: String { DropIn.shown(name, value).printableLine(limit: 120) }

        /// Whether it is the installed one, whatever the placeholder in that stands for.
        func isLike(_ installed: Assignment) -> Bool {
            guard name == installed.name else { return false }
            guard let mark = installed.value.firstIndex(of: "@"),
                installed.value[mark...].dropFirst().first?.isUppercase == true
            else { return value == installed.value }
            return value.hasPrefix(installed.value[..<mark])
        }
    }

    /// The settings of a unit file, without sections, comments and those that only empty a list.
    static func settings(in text: String) -> [String] { assignments(in: text).map(\.shown) }

    private static func assignments(in text: String) -> [Assignment] {
        logicalLines(of: text).compactMap { line in
            guard !line.hasPrefix("["), let equals = line.firstIndex(of: "=") else { return nil }
            let name = String(trimmed(line[..<equals]))
            let value = String(trimmed(line[line.index(after: equals)...]))
            guard !value.isEmpty, !name.isEmpty,
                name.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || Character(UnicodeScalar($0)).isLetter })
            else { return nil }
            return Assignment(name: name, value: value)
        }
    }

    /// Lines as systemd joins them: one that ends in a backslash goes on in the next one, and comments between them do
    /// not count (systemd.syntax(7)).
    private static func logicalLines(of text: String) -> [String] {
        var lines: [String] = []
        var open = ""
        for line in text.textLines(keepingEmpty: true) {
            let line = trimmed(line)
            if let first = line.first, first == "#" || first == ";" { continue }
            // An even number of them is so many escaped ones.
            if line.reversed().prefix(while: { $0 == "\\" }).count % 2 == 1 {
                open += line.dropLast() + " "
            } else {
                lines.append(open + line)
                open = ""
            }
        }
        return open.isEmpty ? lines : lines + [open]
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0.isWhitespace }
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }

    /// Values of these and of what restricts a unit are no secrets.
    private static let plain: Set<String> = [
        "EnvironmentFile", "OnCalendar", "Unit", "ListenStream", "Type", "Restart", "RestartSec", "TimeoutStartSec",
        "TimeoutStopSec", "WatchdogSec", "WorkingDirectory", "ReadWritePaths", "NotifyAccess", "RuntimeDirectory",
        "Nice", "Requires", "BindsTo",
    ]

    private static func shown(_ name: String, _ value: String) -> String {
        if name == "Environment" {
            // A word without a name may be the rest of a value that was not quoted.
            return ShellWords.words(value).map { word in
                guard let equals = word.firstIndex(of: "=") else { return "…" }
                return "Environment=" + word[..<equals]
            }.joined(separator: " ")
        }
        if name.hasPrefix("Exec"), !name.hasSuffix("Paths") {
            return "\(name)=\(ShellWords.withoutValues(ShellWords.words(value)))"
        }
        let isShown =
            plain.contains(name) || UnitRestriction.mayRestrict(name) && !name.hasSuffix("Environment")
        return isShown ? "\(name)=\(value)" : "\(name)=…"
    }
}

extension DropIn {
    /// The settings that take something away from the unit: paths, networks, limits, a user, what has to succeed before
    /// its command.
    var restrictions: [String] {
        settings.filter(UnitRestriction.restricts) + removed.filter(UnitRestriction.isNeeded)
    }

    /// Those of them that may be why the program ends with such a cause.
    func restrictions(explaining cause: Cause?) -> [String] {
        switch cause {
        case .portInUse, .databaseSchemaDamaged, .databaseCorrupt, .databaseConnectionsExhausted, .databaseLocked,
            .databaseReplaced, .clockSkew, .tlsExpired, .tlsNameMismatch, .settingsDiffer, .dashboardMisdirected,
            .aiAuth, .aiQuota, .aiModelRetired, .aiUngrounded:
            []
        // PostgreSQL may know its clients by their users (`peer`).
        case .databaseAuth: restrictions.filter(UnitRestriction.isOfUser)
        // Another folder in the place of its own may have another database, or none.
        case .databaseNotMigrated, .databaseMismatch: restrictions.filter(UnitRestriction.isOfFiles)
        case .diskFull, .databaseReadOnly:
            restrictions.filter { UnitRestriction.isOfFiles($0) || UnitRestriction.isOfFileSize($0) }
        case .descriptorsExhausted: restrictions.filter(UnitRestriction.isOfDescriptors)
        case .outOfMemory: restrictions.filter { UnitRestriction.isOfMemory($0) || $0.hasPrefix("TasksMax=") }
        // A socket or resolv.conf that is hidden, a system call or a capability that is missing; no limit.
        case .networkDown, .dnsFailure, .tlsFailure, .databaseUnreachable, .sourceDown, .apiUnreachable,
            .aiUnreachable, .configurationInvalid:
            // But a file of SQLite that must not grow is one that cannot be written.
            restrictions.filter { !UnitRestriction.isLimit($0) || UnitRestriction.isOfFileSize($0) }
        default: restrictions
        }
    }

    /// Those that change the command or its environment.
    var commands: [String] {
        settings.filter { line in ["ExecStart=", "Environment=", "EnvironmentFile="].contains { line.hasPrefix($0) } }
    }

    /// Whether they concern what the unit may reach over the network.
    package var restrictsNetwork: Bool { restrictions.contains(where: UnitRestriction.isOfNetwork) }

    /// `/etc/…/x.conf sets LimitFSIZE=1000, since 25 Nov, 10:00`: the part of a sentence.
    package func phrase(_ settings: [String]) -> Phrase {
        let set = Phrase(list: settings.filter { !removed.contains($0) }.prefix(4).map { Phrase(verbatim: $0) })
        let lacking = Phrase(list: settings.filter(removed.contains).prefix(4).map { Phrase(verbatim: $0) })
        let sets = Phrase(" sets \(set.english)", fr: " définit \(set.french)")
        let lacks = Phrase(" no longer has \(lacking.english)", fr: " n’a plus \(lacking.french)")
        let what =
            lacking.isEmpty ? sets : set.isEmpty ? lacks : sets + Phrase(" and", fr: " et") + lacks
        let since = changed.map { Phrase(" (changed \($0.phrase.english))", fr: " (modifié le \($0.phrase.french))") }
        return Phrase(verbatim: path) + what + (since ?? .empty)
    }

    package var phrase: Phrase {
        let decisive = restrictions + settings.filter(UnitRestriction.isOfNotice)
        return phrase(decisive.isEmpty ? settings + removed : decisive)
    }

    package var evidence: Evidence {
        let lines = settings + (removed.isEmpty ? [] : ["removed: " + removed.joined(separator: "; ")])
        return Evidence(time: changed, source: path, line: lines.joined(separator: "; "))
    }
}
