package import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One unit as systemd shows it (`systemctl show`, org.freedesktop.systemd1(5)).
package struct UnitState: Hashable, Sendable {
    package var name: String
    /// `loaded`, `not-found`, `masked`, `bad-setting`.
    package var load = "loaded"
    /// `active`, `activating`, `inactive`, `failed`, …
    package var active = "active"
    package var sub = "running"
    /// `enabled`, `disabled`, `static`, …; empty for none.
    package var enabled = "enabled"
    package var restarts = 0
    /// `success`, `exit-code`, `signal`, `start-limit-hit`, …
    package var result = "success"
    package var exitStatus = 0
    /// waitid(2): 1 exited, 2 killed by a signal, 3 dumped core.
    package var exitCode = 0
    package var process: Int32 = 0
    package var activeSince: Timestamp?
    /// Words of `ExecStart=`.
    package var command: [String] = []
    package var environment: [String: String] = [:]
    package var environmentFiles: [String] = []
    package var stateDirectory: String?
    package var logsDirectory: String?
    /// The drop-ins that change the unit, or all units of this program.
    package var dropIns: [String] = []
    /// Those that change others too, such as `service.d/`, without those of systemd itself.
    package var sharedDropIns: [String] = []
    /// `LimitAS=` in bytes; `nil` without a limit.
    package var addressSpace: Int64?
    /// Whether there is a unit file besides the mask.
    package var hasFileBesideMask = false
    /// Automatic restarts within ``RestartLoop/period``, from the journal; `nil` where it was not asked or cannot be
    /// read.
    package var recentRestarts: Int?
    /// The time of the last of them.
    package var lastRestart: Timestamp?
    /// `User=`; empty for root.
    package var user = InstallPaths.user
    /// `InvocationID=`: changes with each start.
    package var invocation = ""
    /// When its main process last started.
    package var started: Timestamp?
    /// When its main process last ended.
    package var ended: Timestamp?
    /// The command of `ExecStartPre=` or `ExecCondition=` that ended with an error, and its status; `nil` for none.
    package var failedBefore: String?
    /// Whether the conditions and assertions of its last start held; `nil` when none was tried.
    package var conditionsHeld: Bool?
    /// What changes the unit, where that can be read: its own file where that was edited, then ``dropIns``.
    package var changes: [DropIn] = []
    /// The unit’s own file; empty for none.
    package var file = ""
    /// Whether its processes are suspended (systemctl(1), `freeze`).
    package var isFrozen = false
    /// Whether files were changed since systemd read them.
    package var needsReload = false
    /// Of a unit that failed: the log lines of that start, oldest first.
    package var failureLines: [Evidence] = []
    /// Of a unit that failed: how often in a row, as far as its last log lines show.
    package var failures = 0
    /// Of a unit that failed: when it last started well; of a `oneshot`, when it last succeeded. `nil` when unknown.
    package var lastStarted: Timestamp?
    /// The time of the first of ``recentRestarts``.
    package var firstRestart: Timestamp?
    /// Of a timer: the unit that it starts.
    package var triggers = ""
    /// Of a socket unit: the addresses.
    package var listens: [String] = []
    /// Of a timer.
    package var nextElapse: Timestamp?
    package var lastTrigger: Timestamp?

    /// The results of conditions and assertions that did not hold, by their properties.
    private var refused: Set<String> = []

    package init(_ name: String) { self.name = name }

    package var isInstalled: Bool { load != "not-found" && !load.isEmpty }

    /// Linked to `/dev/null`, so that nothing can start it (systemctl(1), `mask`).
    package var isMasked: Bool { load == "masked" || enabled.hasPrefix("masked") }

    /// Whether an automatic restart, and not a person, started what runs now: it is logged just before the start.
    var wasStartedAgain: Bool {
        guard active == "active", let activeSince, let lastRestart else { return true }
        return activeSince - lastRestart <= .seconds(10)
    }

    /// Whether it failed, or ends and is started again.
    var isFailing: Bool {
        active == "failed" || sub == "auto-restart"
            || (active == "activating" || active == "deactivating") && result != "success"
            || restarts >= RestartLoop.restarts
    }

    /// The usual time between two automatic restarts; `nil` when unknown.
    var restartInterval: Duration? {
        guard let recentRestarts, recentRestarts > 1, let firstRestart, let lastRestart else { return nil }
        return (lastRestart - firstRestart) / (recentRestarts - 1)
    }

    static let install = "sudo bitcoin-analyzer install"

    /// The command that undoes a mask; `nil` without one. A mask in `/etc` takes the place of the installed file, which
    /// has to be written again; one in `/run` goes with `--runtime` only (systemctl(1)).
    var unmasking: String? {
        guard isMasked else { return nil }
        let option = enabled == "masked-runtime" ? "--runtime " : ""
        return "sudo systemctl unmask \(option)\(name) && "
            + (hasFileBesideMask ? "sudo systemctl enable --now \(name)" : Self.install)
    }

    /// The signal that ended the main process, and that systemd did not send to stop it; `nil` for none.
    package var signal: Int? { [2, 3].contains(exitCode) && result != "success" ? exitStatus : nil }

    /// The limit of the address space that may have ended the main process, in bytes; `nil` without one.
    var limitingAddressSpace: Int64? {
        MemoryLimit.mayExplain(exitStatus: exitCode == 1 ? exitStatus : nil) ? addressSpace : nil
    }

    /// The properties that ``parse(_:)`` reads.
    static let properties = [
        "Id", "LoadState", "ActiveState", "SubState", "UnitFileState", "NRestarts", "Result", "ExecMainStatus",
        "ExecMainCode", "MainPID", "ActiveEnterTimestamp", "DropInPaths", "LimitAS", "User", "InvocationID",
        "ExecMainStartTimestamp", "ExecMainExitTimestamp", "ExecStartPre", "ExecCondition", "ConditionResult",
        "ConditionTimestamp",
        "AssertResult", "AssertTimestamp", "Unit",
        "ExecStart", "Environment", "EnvironmentFiles", "StateDirectory", "LogsDirectory", "Listen",
        "NextElapseUSecRealtime",
        "NextElapseUSecMonotonic", "LastTriggerUSec", "FragmentPath", "NeedDaemonReload", "FreezerState",
    ]

    /// Reads what `systemctl show --timestamp=unix` prints about several units: blocks of `Name=value` lines, an empty
    /// line between them.
    /// - Parameter booted: the zero of systemd’s monotonic clock; `nil` where only calendar times count.
    package static func parse(_ text: String, booted: Timestamp? = nil) -> [String: UnitState] {
        var units: [String: UnitState] = [:]
        var unit = UnitState("")
        func keep() {
            if unit.conditionsHeld == true, !unit.refused.isEmpty { unit.conditionsHeld = false }
            let found = unit
            unit.dropIns = found.dropIns.filter(found.isOwn)
            unit.sharedDropIns = found.dropIns.filter { !found.isOwn($0) }
            if !unit.name.isEmpty { units[unit.name] = unit }
        }
        for line in text.textLines(keepingEmpty: true) {
            guard let equals = line.firstIndex(of: "=") else {
                keep()
                unit = UnitState("")
                continue
            }
            unit.take(String(line[..<equals]), String(line[line.index(after: equals)...]), booted)
        }
        keep()
        return units
    }

    /// `NAME.d/x.conf`, or `bitcoin-analyzer-.service.d/x.conf` (systemd.unit(5)).
    private func isOwn(_ dropIn: String) -> Bool {
        let type = name.split(separator: ".").last ?? ""
        return dropIn.contains("/\(name).d/") || dropIn.contains("/bitcoin-analyzer-.\(type).d/")
    }

    private mutating func take(_ property: String, _ value: String, _ booted: Timestamp?) {
        switch property {
        case "Id": name = value
        case "LoadState": load = value
        case "ActiveState": active = value
        case "SubState": sub = value
        case "UnitFileState": enabled = value
        case "NRestarts": restarts = Int(value) ?? 0
        case "Result": result = value
        case "ExecMainStatus": exitStatus = Int(value) ?? 0
        case "ExecMainCode": exitCode = Int(value) ?? 0
        case "DropInPaths":
            dropIns = value.split(separator: " ").map(String.init).filter { !$0.hasSuffix("/10-timeout-abort.conf") }
        case "User": user = value
        case "LimitAS": addressSpace = Int64(value)
        case "MainPID": process = Int32(value) ?? 0
        case "ActiveEnterTimestamp": activeSince = Self.moment(value)
        case "InvocationID": invocation = value
        case "ExecMainStartTimestamp": started = Self.moment(value)
        case "ExecMainExitTimestamp": ended = Self.moment(value)
        case "ExecStartPre", "ExecCondition": failedBefore = failedBefore ?? Self.failure(property, value)
        // systemd shows `no` also before the first start; only then there is no time.
        case "ConditionTimestamp", "AssertTimestamp": conditionsHeld = conditionsHeld ?? (value.isEmpty ? nil : true)
        case "ConditionResult", "AssertResult": if value == "no" { refused.insert(property) }
        case "FragmentPath": file = value
        case "FreezerState": isFrozen = value.hasPrefix("fr")
        case "NeedDaemonReload": needsReload = value == "yes"
        case "Unit": triggers = value
        case "ExecStart": command = Self.words(ofCommand: value)
        case "Environment":
            for word in ShellWords.words(value) {
                guard let equals = word.firstIndex(of: "=") else { continue }
                environment[String(word[..<equals])] = String(word[word.index(after: equals)...])
            }
        case "EnvironmentFiles": environmentFiles.append(String(value.prefix { $0 != " " }))
        case "StateDirectory":
            stateDirectory = value.isEmpty ? nil : "/var/lib/" + value.prefix { $0 != " " && $0 != ":" }
        case "LogsDirectory":
            logsDirectory = value.isEmpty ? nil : "/var/log/" + value.prefix { $0 != " " && $0 != ":" }
        case "Listen": listens.append(String(value.prefix { $0 != " " }))
        case "NextElapseUSecRealtime": nextElapse = [Self.shown(value), nextElapse].compactMap(\.self).min()
        case "NextElapseUSecMonotonic":
            let next = SystemdTimeSpan.duration(value).flatMap { span in booted.map { $0 + span } }
            nextElapse = [next, nextElapse].compactMap(\.self).min()
        case "LastTriggerUSec": lastTrigger = Self.shown(value)
        default: break
        }
    }

    /// `@1700000000` or `@1700000000.123456`.
    static func moment(_ text: String) -> Timestamp? {
        guard text.hasPrefix("@"), let seconds = Double(text.dropFirst()), seconds > 0 else { return nil }
        return Timestamp(milliseconds: Int64(clamped: seconds * 1000))
    }

    /// `{ path=/bin/false ; argv[]=/bin/false ; … ; code=exited ; status=1/FAILURE }`; `nil` for one that has not
    /// failed.
    private static func failure(_ property: String, _ value: String) -> String? {
        let fields = value.split(separator: ";").map { $0.filter { $0 != " " && $0 != "}" } }
        guard fields.contains("ignore_errors=no"), let status = fields.first(where: { $0.hasPrefix("status=") }),
            fields.contains(where: { $0.hasPrefix("code=") && $0 != "code=(null)" }),
            let number = Int(status.dropFirst(7).prefix { $0.isNumber }), number != 0
        else { return nil }
        return "\(property)=\(ShellWords.withoutValues(words(ofCommand: value))) (status \(number))"
    }

    /// `Thu 2099-01-01 00:00:00 UTC`: `--timestamp=unix` does not reach every property. Another zone is that of this
    /// machine, for systemctl as for this process.
    private static func shown(_ text: String) -> Timestamp? {
        if let moment = moment(text) { return moment }
        let words = text.split(separator: " ")
        guard words.count == 4 else { return nil }
        let date = words[1].split(separator: "-").compactMap { Int32($0) }
        let time = words[2].split(separator: ":").compactMap { Int32($0) }
        guard date.count == 3, time.count == 3, (1970...9999).contains(date[0]) else { return nil }
        var fields = tm()
        (fields.tm_year, fields.tm_mon, fields.tm_mday) = (date[0] - 1900, date[1] - 1, date[2])
        (fields.tm_hour, fields.tm_min, fields.tm_sec) = (time[0], time[1], time[2])
        if words[3] == "UTC" { return Timestamp(seconds: Int64(timegm(&fields))) }
        let moment = moment(
            zone: String(words[3]),
            mktime: { isSummerTime in
                var fields = fields
                fields.tm_isdst = isSummerTime
                return Int64(mktime(&fields))
            },
            zoneAt: { seconds in
                var seconds = time_t(seconds)
                var fields = tm()
                return localtime_r(&seconds, &fields)?.pointee.tm_zone.map { String(cString: $0) }
            })
        return moment > 0 ? Timestamp(seconds: moment) : nil
    }

    /// The moment of a local time, of which there are two in the hour that is repeated when summer time ends: the one
    /// whose zone has this name.
    static func moment(zone: String, mktime: (_ isSummerTime: Int32) -> Int64, zoneAt: (Int64) -> String?) -> Int64 {
        let usual = mktime(-1)
        guard zoneAt(usual) != zone else { return usual }
        return [1, 0].map(mktime).first { zoneAt($0) == zone } ?? usual
    }

    /// `{ path=/usr/bin/x ; argv[]=/usr/bin/x api ; ignore_errors=no ; … }`
    private static func words(ofCommand value: String) -> [String] {
        guard let start = value.firstRange(of: "argv[]=") else { return [] }
        let rest = value[start.upperBound...]
        let end = rest.firstRange(of: " ; ")?.lowerBound ?? rest.endIndex
        return rest[..<end].split(separator: " ").map(String.init)
    }
}
