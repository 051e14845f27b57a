package import Domain
import FoundationEssentials
package import OperatingSystem

/// The units of this program, as systemd shows them.
package enum SystemdUnits {
    /// One command for all of them; takes a few milliseconds where systemd runs.
    /// - Parameters:
    ///   - limit: of all of it. Where the journal takes longer, the units are without what it says.
    ///   - withJournal: whether to read what the journal says of units that fail, which takes up to a second.
    ///   - unit: another one to read too.
    ///   - isBooted: whether systemd is the init system: one that cannot be reached is not absent. `nil` to ask
    ///     sd_booted(3).
    ///   - installed: what was installed as a unit file, to see what was edited since.
    package static func states(
        _ run: @escaping RunCommand, limit: Duration = .seconds(3), withJournal: Bool = true,
        beside unit: String? = nil, isBooted: Bool? = nil,
        installed: @escaping InstalledUnit = { _, _ in nil }
    ) async -> ProbeResult<[String: UnitState]> {
        // What was read is given back before whoever waits gives up.
        let limit = limit * 9 / 10
        let start = ContinuousClock.now
        let words = [
            "systemctl", "show", "--no-pager", "--timestamp=unix",
            "--property=" + UnitState.properties.joined(separator: ","),
        ]
        do {
            let others = unit.map { ServiceUnits.all.contains($0) ? [] : [$0] } ?? []
            let result = try await run(words + ServiceUnits.all + others, limit)
            guard result.status == 0 else {
                // systemctl(1) without a running systemd: nothing can be installed as a unit.
                let isBooted = isBooted ?? FileManager.default.fileExists(atPath: "/run/systemd/system")
                let isAbsent =
                    result.errors.contains("not been booted") || result.errors.contains("connect to bus") && !isBooted
                if isAbsent { return .known([:]) }
                let errors = result.errors.condensedLine(limit: 200)
                return .unknown(
                    Phrase(
                        "systemctl exited with status \(result.status): \(errors)",
                        fr: "systemctl s’est terminé avec le code \(result.status)"))
            }
            return .known(
                await completed(
                    UnitState.parse(result.output, booted: SystemdTimeSpan.booted()), run, installed,
                    withJournal ? limit - (ContinuousClock.now - start) : nil))
        } catch .notFound {
            return .known([:])
        } catch {
            return .unknown(error.phrase)
        }
    }

    /// The service of ours that listens on a port, as its socket unit says: also for a user who may not see its
    /// process.
    package static func holder(ofPort port: Int, _ run: @escaping RunCommand) async -> RunningProcess? {
        let units = await states(run, limit: .seconds(1), withJournal: false).value ?? [:]
        return ["api", "web"].lazy.compactMap { role -> RunningProcess? in
            guard let socket = units[ServiceUnits.socket(of: role)], socket.active == "active",
                socket.listens.contains(where: { $0.split(separator: ":").last == "\(port)"[...] })
            else { return nil }
            let service = units[ServiceUnits.service(of: role)]
            return RunningProcess(
                process: service.map { $0.process > 0 ? $0.process : 1 } ?? 1,
                command: service?.command.joined(separator: " ") ?? socket.name,
                unit: ServiceUnits.service(of: role), since: service?.activeSince, isOurs: true)
        }.first
    }

    /// Adds what `systemctl show` does not have, of the units for which it matters.
    private static func completed(
        _ units: [String: UnitState], _ run: @escaping RunCommand, _ installed: @escaping InstalledUnit,
        _ limit: Duration?
    ) async -> [String: UnitState] {
        var units = units
        let loaded = units.values.contains(where: \.needsReload) ? await lastLoad(run) : nil
        for (name, unit) in units {
            if unit.isMasked {
                let folders = ["/run", "/usr/local/lib", "/usr/lib", "/lib"].map { "\($0)/systemd/system/\(name)" }
                units[name]?.hasFileBesideMask = await blocking {
                    folders.contains {
                        FileManager.default.fileExists(atPath: $0)
                            && (try? FileManager.default.destinationOfSymbolicLink(atPath: $0)) != "/dev/null"
                    }
                }
            }
            units[name]?.changes = await blocking {
                // What systemd has not read yet has no effect.
                let edited = unit.file.isEmpty || unit.needsReload ? nil : DropInReader.edited(unit.file, installed)
                let read = DropInReader.read(unit.dropIns).filter { dropIn in
                    guard let loaded, let changed = dropIn.changed else { return true }
                    return changed <= loaded + .seconds(1)
                }
                return [edited].compactMap(\.self) + read
            }
        }
        guard let limit else { return units }
        // What only the journal has, of all units that fail at the same time.
        await withTaskGroup(of: UnitState.self) { group in
            for unit in units.values where unit.name.hasSuffix(".service") && unit.isFailing {
                let limit = max(.zero, min(limit, .seconds(1)))
                group.addTask {
                    await withDeadline(limit, late: .abandoned) { await explained(unit, run, limit) } ?? unit
                }
            }
            for await unit in group { units[unit.name] = unit }
        }
        return units
    }

    /// When systemd last read the files of all units (org.freedesktop.systemd1(5), since version 251); `nil` when
    /// unknown.
    private static func lastLoad(_ run: RunCommand) async -> Timestamp? {
        let words = ["systemctl", "show", "--timestamp=unix", "--property=UnitsLoadTimestamp", "--value"]
        guard let result = try? await run(words, .seconds(1)), result.status == 0 else { return nil }
        return UnitState.moment(String(result.output.prefix { !$0.isNewline }))
    }

    /// The unit with what its journal says of its failure.
    private static func explained(_ unit: UnitState, _ run: @escaping RunCommand, _ limit: Duration) async -> UnitState
    {
        var unit = unit
        let name = unit.name
        let (isRunning, ended) = (unit.active == "active", unit.ended)
        async let restarted =
            unit.restarts >= RestartLoop.restarts ? recentRestarts(of: name, run, limit) : nil
        async let journal = isRunning ? nil : UnitJournal.read(name, ended: ended, run, limit)
        async let started = isRunning ? nil : lastStart(of: name, run, limit)
        if let recent = await restarted {
            unit.recentRestarts = recent.count
            (unit.firstRestart, unit.lastRestart) = (recent.first, recent.last)
        }
        guard let lines = await journal else { return unit }
        // A journal that stopped before the failure, as on a full disk, has only an older one.
        let written = lines.ofFailure.suffix(30)
        // systemd forgets when the last one ended as it starts the next.
        let since = unit.ended.map { $0 - .seconds(10) } ?? SystemdTimeSpan.now() - .minutes(3)
        let isOld = written.last?.time.map { $0 < since } ?? false
        unit.failureLines = isOld ? [] : Array(written)
        unit.failures = lines.failures
        unit.lastStarted = await started
        return unit
    }

    /// The times of the automatic restarts within ``RestartLoop/period``; `nil` where the journal cannot be read.
    /// systemd logs each with this message id (`SD_MESSAGE_UNIT_RESTART_SCHEDULED`, sd-messages.h).
    package static func recentRestarts(of unit: String, _ run: RunCommand, _ limit: Duration) async -> [Timestamp]? {
        let minutes = RestartLoop.period.components.seconds / 60
        return await moments(
            ["--since=-\(minutes)min", "MESSAGE_ID=5eb03494b6584870a536b337290809b3", "UNIT=\(unit)"], run, limit)
    }

    /// When the unit last started well; of a `oneshot`, when it last succeeded.
    private static func lastStart(of unit: String, _ run: RunCommand, _ limit: Duration) async -> Timestamp? {
        await moments(["--lines=1", "MESSAGE_ID=\(UnitJournal.started)", "UNIT=\(unit)"], run, limit)?.last
    }

    private static func moments(_ matches: [String], _ run: RunCommand, _ limit: Duration) async -> [Timestamp]? {
        let words = ["journalctl", "--no-pager", "--output=short-unix", "_PID=1"] + matches
        guard let result = try? await run(words, min(limit, .seconds(1))), result.status == 0 else { return nil }
        let lines = result.output.textLines().filter { !$0.hasPrefix("-- ") }
        // Without permission journalctl(1) shows nothing, and only a hint on its standard error says why.
        if lines.isEmpty, result.errors.contains("not seeing messages") { return nil }
        // `1700000000.123456 host systemd[1]: …`
        return lines.compactMap { line in
            Double(line.prefix { $0 != " " }).map { Timestamp(milliseconds: Int64(clamped: $0 * 1000)) }
        }
    }
}

extension UnitState {
    /// The environment of the unit's process, as far as it concerns the settings (systemd.exec(5): files win over
    /// `Environment=`; a line of theirs ends at LF or CR).
    package var environmentAsStarted: [String: String] {
        var variables = environment
        if let stateDirectory { variables["STATE_DIRECTORY"] = stateDirectory }
        if let logsDirectory { variables["LOGS_DIRECTORY"] = logsDirectory }
        for file in environmentFiles {
            for line in (ProcFile.text(file) ?? "").textLines()
            where !line.hasPrefix("#") && !line.hasPrefix(";") {
                guard let equals = line.firstIndex(of: "=") else { continue }
                variables[String(line[..<equals])] = ShellWords.words(String(line[line.index(after: equals)...]))
                    .joined(separator: " ")
            }
        }
        return variables
    }
}

extension ClockFacts {
    static func current(_ run: RunCommand) async -> ClockFacts {
        guard
            let result = try? await run(
                ["timedatectl", "show", "--property=NTPSynchronized", "--property=CanNTP"], .seconds(2)),
            result.status == 0
        else { return ClockFacts(synchronised: nil) }
        return ClockFacts(properties: result.output)
    }

    /// - Parameter properties: `NAME=yes` or `NAME=no`, one a line, as timedatectl(1) shows them.
    init(properties: String) {
        let lines = properties.textLines()
        func value(_ name: String) -> Bool? {
            lines.contains("\(name)=yes") ? true : lines.contains("\(name)=no") ? false : nil
        }
        self.init(synchronised: value("NTPSynchronized"), hasTimeService: value("CanNTP"))
    }
}
