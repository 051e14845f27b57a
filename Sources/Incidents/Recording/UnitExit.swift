package import Domain
package import Health

/// How a unit ended, as far as systemd reported it.
package struct UnitExit: Hashable, Sendable {
    /// `bitcoin-analyzer-api.service`
    package let unit: String
    /// `nil` where systemd did not report it.
    private let state: UnitState?

    package init(_ state: UnitState) {
        unit = state.name
        self.state = state
    }

    /// Of a unit that systemd reported nothing about.
    package init(unknown unit: String) {
        self.unit = unit
        state = nil
    }

    /// `success`, `exit-code`, `signal`, `core-dump`, `watchdog`, `timeout`, `oom-kill`, `start-limit-hit`, …; `nil`
    /// where systemd did not report it.
    package var result: String? { state?.result }
    /// The exit status of the main process; `nil` when a signal ended it, or when it is still running.
    package var exitStatus: Int32? {
        state.flatMap { $0.exitCode == 1 ? Int32(exactly: $0.exitStatus) : nil }
    }
    /// The signal that ended it (waitid(2): CLD_KILLED, CLD_DUMPED).
    package var signal: Int32? {
        state.flatMap { [2, 3].contains($0.exitCode) ? Int32(exactly: $0.exitStatus) : nil }
    }
    package var restarts: Int { state?.restarts ?? 0 }
    /// Automatic restarts within ``RestartLoop/period``, from the journal; `nil` when unknown.
    package var recentRestarts: Int? { state?.recentRestarts }
    /// `LimitAS=` in bytes; `nil` without a limit.
    package var addressSpace: Int64? { state?.addressSpace }
    package var activeSince: Timestamp? { state?.activeSince }
    package var ended: Timestamp? { state?.ended }
    package var invocation: String? { state.flatMap { $0.invocation.isEmpty ? nil : $0.invocation } }

    /// All that is known on one line, in the words of systemd.
    package var line: String {
        guard let state else { return "systemd does not report it" }
        let properties: [(String, String?)] = [
            ("LoadState", state.load), ("ActiveState", state.active), ("SubState", state.sub), ("Result", state.result),
            ("ExecMainCode", "\(state.exitCode)"), ("ExecMainStatus", "\(state.exitStatus)"),
            ("NRestarts", "\(state.restarts)"), ("ActiveEnterTimestamp", activeSince?.rfc3339),
            ("ExecMainExitTimestamp", ended?.rfc3339), ("InvocationID", invocation),
            ("LimitAS", addressSpace.map(String.init)),
        ]
        return properties.compactMap { name, value in value.map { "\(name)=\($0)" } }.joined(separator: " ")
    }
}
