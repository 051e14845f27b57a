import Domain
import FoundationEssentials
import Incidents
import OperatingSystem
import Storage

/// Records the failure of this process as an incident when no systemd unit does: for services started by hand or by
/// cron.
enum ExitIncidentRecorder {
    /// The commands whose failure is an incident.
    private static let services = ["serve", "api", "web", "collect"]

    /// Stores the incident in the state directory, from where the next process that reaches the database delivers it.
    static func record(_ failure: CommandFailure, arguments: [String], now: Timestamp = MarketClock.real.now()) {
        guard !failure.isRecorded, let command = arguments.first(where: { !$0.hasPrefix("-") }),
            services.contains(command),
            !isManual(command, arguments), command == "collect" || !isTyped(failure),
            let incident = incident(failure, of: command, now: now)
        else { return }
        let environment = ProcessInfo.processInfo.environment
        // systemd starts `incidents record`, which also has the unit's state and journal.
        guard environment["SYSTEMD_EXEC_PID"] != "\(ProcessIdentity.current().id)" else { return }
        do {
            _ = try outbox(environment).put(incident)
        } catch {
            writeToStandardError("warning: the incident could not be stored: \(error)\n")
        }
    }

    /// `nil` for a failure that does not concern the installation.
    static func incident(_ failure: CommandFailure, of command: String, now: Timestamp) -> Incident? {
        guard let cause = failure.cause else { return nil }
        let identity = ProcessIdentity.current()
        let entry = Catalogue.entry(cause)
        let place = entry?.place(of: Incident.Place(host: identity.host)) ?? Incident.Place(host: identity.host)
        let line = Evidence(
            time: now, source: "bitcoin-analyzer \(command), process \(identity.id)",
            line: [failure.message.english, failure.detail].compactMap(\.self).joined(separator: ": "))
        return Incident(
            id: .fresh(at: now), cause: cause, at: place, severity: .critical, opened: now, explained: now,
            context: Phrase(
                "bitcoin-analyzer \(programVersion) on \(identity.host): \(command), process \(identity.id)",
                fr:
                    "bitcoin-analyzer \(programVersion) sur \(identity.host)\u{A0}: \(command), processus "
                    + "\(identity.id)"
            ),
            symptom: (entry?.effect ?? cause.title)
                + IncidentWriter.start(now),
            diagnosis: IncidentWriter.diagnosis(cause, failure.message, fix: failure.hint),
            lesson: entry?.lesson ?? .empty, evidence: [line] + failure.evidence)
    }

    /// Whether a person started the command, sees the error, and needs no incident.
    private static func isManual(_ command: String, _ arguments: [String]) -> Bool {
        guard command == "collect", let index = arguments.firstIndex(of: "--trigger") else {
            return command == "collect" && !arguments.contains { $0.hasPrefix("--trigger=") }
        }
        return arguments.dropFirst(index + 1).first == Trigger.manual.rawValue
    }

    /// Whether a person typed the command, who reads its message, rather than a supervisor that starts a service: it
    /// has a terminal, stands beside an installed service, or found the service running already.
    private static func isTyped(_ failure: CommandFailure) -> Bool {
        // The processes of a drill stand for services, wherever the drill was started.
        guard ProcessInfo.processInfo.environment[ResolvedSettings.withoutFiles] == nil else { return false }
        if failure.isAlreadyRunning || ProcessIdentity.hasTerminal { return true }
        return [InstallPaths.units, "/usr/lib/systemd/system", "/lib/systemd/system"].contains {
            FileManager.default.fileExists(atPath: "\($0)/\(ServiceUnits.api)")
        }
    }

    /// The outbox in the state directory, as far as the settings are readable.
    private static func outbox(_ environment: [String: String]) -> IncidentOutbox {
        let resolved = try? ResolvedSettings.current(overrides: [:])
        return IncidentOutbox(
            stateDirectory: resolved?[.stateDirectory]?.text ?? environment["STATE_DIRECTORY"]
                ?? Settings.defaultStateDirectory())
    }
}
