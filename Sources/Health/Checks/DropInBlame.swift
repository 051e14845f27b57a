package import Domain

extension UnitState {
    /// The drop-in that may be the reason that the unit fails: one that takes something away which explains how it
    /// fails, and was written after the unit last worked and before it failed. `nil` where there is none.
    /// - Parameters:
    ///   - moment: of the last success, where more is known than what systemd logged.
    ///   - cause: what the program said of its exit, where more is known than what systemd logged.
    package func blamed(since moment: Timestamp? = nil, declared cause: Cause? = nil) -> DropIn? {
        let cause = cause ?? declared
        // systemd waited in vain for a word of the program.
        let isSilent = ["timeout", "watchdog"].contains(result)
        return change(
            { $0.restrictions(explaining: cause) + (isSilent ? $0.settings.filter(UnitRestriction.isOfNotice) : []) },
            since: moment)
    }

    /// The same for one that changes its command or its environment.
    package func blamedForCommand(since moment: Timestamp? = nil) -> DropIn? { change(\.commands, since: moment) }

    private func change(_ settings: (DropIn) -> [String], since moment: Timestamp?) -> DropIn? {
        let good = moment ?? lastSuccess
        return changes.filter { change in
            guard !settings(change).isEmpty, let changed = change.changed else { return false }
            // systemctl shows whole seconds.
            if let ended, changed > ended + .seconds(1) { return false }
            // What a process may do is decided when it starts, but for the limits of its control group.
            let isLimitOfGroup = !needsReload && settings(change).contains(where: UnitRestriction.isOfGroup)
            if let started, changed > started + .seconds(1), !isLimitOfGroup { return false }
            if let good { return changed > good }
            // Without a success that is known, one that was written long before proves nothing.
            return ended.map { $0 - changed <= .days(1) } ?? false
        }.max { ($0.changed ?? .earliest) < ($1.changed ?? .earliest) }
    }

    /// When it last worked, as far as systemd shows. In a restart loop each start looks like one: then the loop counts
    /// from a while before its first restart that is known.
    private var lastSuccess: Timestamp? {
        let started = [lastStarted, active == "active" ? nil : activeSince].compactMap(\.self).max()
        guard let first = firstRestart, restarts >= RestartLoop.restarts else { return started }
        return min(started ?? first, first - RestartLoop.period)
    }

    private var startVerb: String { name == ServiceUnits.collect ? "start" : "restart" }

    /// The command that puts one drop-in aside, from where it can be taken back, and leaves the others; of the unit’s
    /// own file, the one that writes it again and keeps the edited one.
    package func removing(_ change: DropIn) -> String {
        if change.isUnitFile { return "\(Self.install) && sudo systemctl \(startVerb) \(name)" }
        let aside = change.path + ".disabled"
        return
            "sudo mv -n \(change.path.shellQuoted) \(aside.shellQuoted) && sudo systemctl daemon-reload && sudo systemctl "
            + "\(startVerb) \(name)"
    }

    /// The command that puts the last drop-in aside that has such a setting; `nil` where none has.
    func removal(where explains: (String) -> Bool) -> String? {
        changes.last { ($0.settings + $0.removed).contains(where: explains) }.map(removing)
    }

    /// The command that brings back the unit as it was installed: without the drop-in that has such a setting, else
    /// with the files of the installation. Drop-ins that explain nothing, or that other services have too, are only
    /// shown.
    func restoring(where explains: (String) -> Bool) -> String {
        if let removal = removal(where: explains) { return removal }
        // systemd still has what the files said before.
        if needsReload { return "sudo systemctl daemon-reload && sudo systemctl \(startVerb) \(name)" }
        let again = "\(Self.install) && sudo systemctl \(startVerb) \(name)"
        return dropIns.isEmpty && sharedDropIns.isEmpty ? again : "systemctl cat \(name); \(again)"
    }

    /// - Parameter names: how the settings begin.
    func restoring(_ names: [String]) -> String { restoring { line in names.contains { line.hasPrefix($0) } } }

    /// The settings that change which settings of the program a unit has.
    static func isOfEnvironment(_ line: String) -> Bool {
        ["Environment", "WorkingDirectory=", "StateDirectory=", "LogsDirectory="].contains { line.hasPrefix($0) }
    }

    /// The drop-ins as evidence: the contents of its own, the names of those that other services have too.
    var changeEvidence: [Evidence] {
        changes.map(\.evidence)
            + (sharedDropIns.isEmpty
                ? [] : [Evidence(source: "systemctl cat \(name)", line: sharedDropIns.joined(separator: " "))])
    }
}
