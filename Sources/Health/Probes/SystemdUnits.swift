import Domain
package import OperatingSystem

/// The units of this program, as systemd shows them.
package enum SystemdUnits {
    /// One command for all of them; takes a few milliseconds where systemd runs.
    package static func states(_ run: RunCommand, limit: Duration = .milliseconds(2500)) async -> ProbeResult<
        [String: UnitState]
    > {
        let words = [
            "systemctl", "show", "--no-pager", "--timestamp=unix",
            "--property=" + UnitState.properties.joined(separator: ","),
        ]
        do {
            let result = try await run(words + ServiceUnits.all, limit)
            guard result.status == 0 else {
                // systemctl(1) without a running systemd: nothing can be installed as a unit.
                let isAbsent = result.errors.contains("not been booted") || result.errors.contains("connect to bus")
                if isAbsent { return .known([:]) }
                let errors = result.errors.condensedLine(limit: 200)
                return .unknown(
                    Phrase(
                        "systemctl exited with status \(result.status): \(errors)",
                        fr: "systemctl s’est terminé avec le code \(result.status)"))
            }
            return .known(UnitState.parse(result.output))
        } catch .notFound {
            return .known([:])
        } catch {
            return .unknown(error.phrase)
        }
    }
}

extension UnitState {
    /// The environment of the unit's process, as far as it concerns the settings (systemd.exec(5): files win over
    /// `Environment=`).
    var environmentAsStarted: [String: String] {
        var variables = environment
        if let stateDirectory { variables["STATE_DIRECTORY"] = stateDirectory }
        if let logsDirectory { variables["LOGS_DIRECTORY"] = logsDirectory }
        for file in environmentFiles {
            for line in (ProcFile.text(file) ?? "").split(separator: "\n")
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
            let result = try? await run(["timedatectl", "show", "--property=NTPSynchronized", "--value"], .seconds(2)),
            result.status == 0
        else {
            return ClockFacts(synchronised: nil)
        }
        return ClockFacts(
            synchronised: result.output.hasPrefix("yes") ? true : result.output.hasPrefix("no") ? false : nil)
    }
}
