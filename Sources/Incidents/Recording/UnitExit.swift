import Domain
import Health

/// The state of a systemd unit as reported by `systemctl show` (systemctl(1), org.freedesktop.systemd1(5)).
package struct UnitExit: Hashable, Sendable {
    /// `bitcoin-analyzer-api.service`
    package let unit: String
    private let properties: [String: String]
    /// Automatic restarts within ``RestartLoop/period``, from the journal; `nil` when unknown.
    package var recentRestarts: Int?

    package static let requestedProperties = [
        "LoadState", "ActiveState", "SubState", "Result", "ExecMainCode", "ExecMainStatus", "NRestarts",
        "ActiveEnterTimestamp",
        "ExecMainExitTimestamp", "InvocationID", "LimitAS",
    ]

    /// The state that the checks read.
    init(_ state: UnitState) {
        unit = state.name
        properties = [
            "LoadState": state.load, "ActiveState": state.active, "SubState": state.sub, "Result": state.result,
            "ExecMainCode": "\(state.exitCode)", "ExecMainStatus": "\(state.exitStatus)",
            "NRestarts": "\(state.restarts)", "LimitAS": state.addressSpace.map(String.init) ?? "",
        ]
        recentRestarts = state.recentRestarts
    }

    /// - Parameter shown: lines of `Property=value`.
    package init(_ unit: String, shown: String) {
        self.unit = unit
        var properties: [String: String] = [:]
        for line in shown.textLines() {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { properties[String(parts[0])] = String(parts[1]) }
        }
        self.properties = properties
    }

    /// `success`, `exit-code`, `signal`, `core-dump`, `watchdog`, `timeout`, `oom-kill`, `start-limit-hit`, …; `nil`
    /// where systemd did not report it.
    package var result: String? { text("Result") }
    package var isLoaded: Bool { text("LoadState") == "loaded" }
    /// The exit status of the main process; `nil` when a signal ended it, or when it is still running.
    package var exitStatus: Int32? { text("ExecMainCode") == "1" ? text("ExecMainStatus").flatMap(Int32.init) : nil }
    /// The signal that ended it (waitid(2): CLD_KILLED, CLD_DUMPED).
    package var signal: Int32? {
        ["2", "3"].contains(text("ExecMainCode")) ? text("ExecMainStatus").flatMap(Int32.init) : nil
    }
    package var restarts: Int { text("NRestarts").flatMap(Int.init) ?? 0 }
    /// `LimitAS=` in bytes; `nil` without a limit.
    package var addressSpace: Int64? { text("LimitAS").flatMap(Int64.init) }
    package var activeSince: String? { text("ActiveEnterTimestamp") }
    package var endedAt: String? { text("ExecMainExitTimestamp") }
    package var invocation: String? { text("InvocationID") }

    /// All properties on one line.
    package var line: String {
        Self.requestedProperties.filter { $0 != "LimitAS" || addressSpace != nil }.compactMap { name in
            text(name).map { "\(name)=\($0)" }
        }.joined(separator: " ")
    }

    private func text(_ name: String) -> String? { properties[name].flatMap { $0.isEmpty ? nil : $0 } }
}
