package import Domain
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that changes a unit beside its own file (systemd.unit(5)).
package struct DropIn: Hashable, Sendable {
    package let path: String
    /// When it was last written; `nil` when unknown.
    package let changed: Timestamp?
    /// `Name=value` of each line; of environment variables, which may be secrets, the name alone.
    package let settings: [String]

    package init(path: String, changed: Timestamp?, settings: [String]) {
        self.path = path
        self.changed = changed
        self.settings = settings
    }

    /// The files that can be read, in this order. Blocks.
    static func read(_ paths: [String]) -> [DropIn] {
        paths.compactMap { path in
            var status = stat()
            guard stat(path, &status) == 0, let data = try? Data(contentsOf: URL(filePath: path)),
                data.count < 100_000
            else { return nil }
            let changed = Timestamp(
                milliseconds: Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000)
            return DropIn(path: path, changed: changed, settings: settings(in: String(decoding: data, as: UTF8.self)))
        }
    }

    /// The settings of a unit file, without sections, comments and lines that only empty a list.
    static func settings(in text: String) -> [String] {
        text.textLines().compactMap { line in
            let line = line.drop { $0 == " " || $0 == "\t" }
            guard let first = line.first, !"#;[".contains(first), let equals = line.firstIndex(of: "=") else {
                return nil
            }
            let name = line[..<equals]
            let value = line[line.index(after: equals)...]
            guard !value.isEmpty else { return nil }
            guard name == "Environment" else { return "\(name)=\(value)".printableLine(limit: 120) }
            return ShellWords.words(String(value)).map { "Environment=" + $0.prefix { $0 != "=" } }
                .joined(separator: " ").printableLine(limit: 120)
        }
    }

    /// The settings that take something away from the unit: paths, networks, limits, a user, what has to succeed before
    /// its command.
    var restrictions: [String] { settings.filter { Self.restricts($0.prefix { $0 != "=" }) } }

    /// Those that change the command or its environment.
    var commands: [String] {
        settings.filter { line in ["ExecStart=", "Environment=", "EnvironmentFile="].contains { line.hasPrefix($0) } }
    }

    /// systemd.exec(5), systemd.resource-control(5), systemd.unit(5).
    private static func restricts(_ name: some StringProtocol) -> Bool {
        ["Limit", "Restrict", "IPAddress", "Protect", "Private", "Bind", "SystemCall", "Memory", "Tasks", "SocketBind"]
            .contains { name.hasPrefix($0) }
            || name.hasSuffix("Paths") || name.hasPrefix("Condition") || name.hasPrefix("Assert")
            || [
                "User", "Group", "DynamicUser", "SupplementaryGroups", "RootDirectory", "RootImage", "NoNewPrivileges",
                "TemporaryFileSystem", "ExecStartPre", "ExecCondition", "CapabilityBoundingSet", "WorkingDirectory",
                "DevicePolicy", "DeviceAllow", "UMask", "StateDirectory", "StateDirectoryMode", "LogsDirectory",
                "LogsDirectoryMode", "Requires", "Requisite", "BindsTo", "JoinsNamespaceOf", "NetworkNamespacePath",
            ].contains(String(name))
    }

    /// Whether they concern what the unit may reach over the network.
    package var restrictsNetwork: Bool {
        settings.contains { line in
            ["IPAddress", "RestrictAddressFamilies", "PrivateNetwork", "RestrictNetworkInterfaces", "NetworkNamespace"]
                .contains { line.hasPrefix($0) }
        }
    }
}

extension UnitState {
    /// The drop-in that may be the reason that the unit fails: one that takes something away, and was written after the
    /// unit last started well. `nil` where there is none.
    /// - Parameter moment: of the last success, where more is known than what systemd logged.
    package func blamed(since moment: Timestamp? = nil) -> DropIn? { change(\.restrictions, since: moment) }

    /// The same for one that changes its command or its environment.
    package func blamedForCommand(since moment: Timestamp? = nil) -> DropIn? { change(\.commands, since: moment) }

    private func change(_ settings: (DropIn) -> [String], since moment: Timestamp?) -> DropIn? {
        let good = moment ?? lastSuccess
        return changes.filter { change in
            guard !settings(change).isEmpty else { return false }
            guard let changed = change.changed, let good else { return true }
            return changed > good
        }.max { ($0.changed ?? .earliest) < ($1.changed ?? .earliest) }
    }

    /// When it last worked, as far as systemd shows. In a restart loop each start looks like one: then the loop counts
    /// from a while before its first restart that is known.
    private var lastSuccess: Timestamp? {
        let started = [lastStarted, active == "active" ? nil : activeSince].compactMap(\.self).max()
        guard let first = firstRestart, restarts >= RestartLoop.restarts else { return started }
        return min(started ?? first, first - RestartLoop.period)
    }

    /// The command that undoes one drop-in and leaves the others.
    package func removing(_ change: DropIn) -> String {
        let start = name.hasSuffix(".timer") || name == ServiceUnits.collect ? "start" : "restart"
        guard dropIns.count > 1 || !change.path.contains("/\(name).d/") else {
            return "sudo systemctl revert \(name) && sudo systemctl \(start) \(name)"
        }
        let path = change.path.replacing("'", with: #"'\''"#)
        return "sudo mv -n '\(path)' '\(path).disabled' && sudo systemctl daemon-reload && sudo systemctl \(start) "
            + name
    }
}

extension DropIn {
    /// `/etc/…/x.conf sets LimitFSIZE=1000, since 25 Nov, 10:00`: the part of a sentence.
    package func phrase(_ settings: [String]) -> Phrase {
        let names = Phrase(list: settings.prefix(4).map { Phrase(verbatim: $0) })
        let since = changed.map { Phrase(" (changed \($0.phrase.english))", fr: " (modifié le \($0.phrase.french))") }
        return Phrase("\(path) sets \(names.english)", fr: "\(path) définit \(names.french)") + (since ?? .empty)
    }

    package var phrase: Phrase { phrase(restrictions.isEmpty ? settings : restrictions) }

    package var evidence: Evidence {
        Evidence(time: changed, source: path, line: settings.joined(separator: "; "))
    }
}
