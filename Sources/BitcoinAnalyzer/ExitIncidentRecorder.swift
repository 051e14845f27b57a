import Domain
import FoundationEssentials
import Incidents
import OperatingSystem
import Storage

/// Records why this process ends, where nobody else does: a service that was started by hand or by cron has no recorder beside it.
enum ExitIncidentRecorder {
    /// Commands that somebody relies on to go on, or to come again.
    private static let services = ["serve", "api", "web", "collect"]

    /// Keeps an incident in the state directory, from where the next process that reaches the database delivers it.
    static func record(_ failure: CommandFailure, words: [String], now: Timestamp = MarketClock.real.now()) {
        guard !failure.isRecorded, let command = words.first(where: { !$0.hasPrefix("-") }), services.contains(command),
            !isByHand(command, words),
            let incident = incident(failure, of: command, now: now)
        else { return }
        let environment = ProcessInfo.processInfo.environment
        // systemd starts the recorder, which knows more: the unit and its journal.
        guard environment["SYSTEMD_EXEC_PID"] != "\(ProcessIdentity.current().id)" else { return }
        do {
            _ = try outbox(environment).put(incident)
        } catch {
            writeToStandardError("warning: the incident could not be kept: \(error)\n")
        }
    }

    /// `nil` for a failure that says nothing about the installation.
    static func incident(_ failure: CommandFailure, of command: String, now: Timestamp) -> Incident? {
        guard let cause = failure.cause else { return nil }
        let identity = ProcessIdentity.current()
        let entry = Catalogue.entry(cause)
        let place = entry?.place(of: Incident.Place(host: identity.host)) ?? Incident.Place(host: identity.host)
        let line = Evidence(
            time: now, source: "bitcoin-analyzer \(command), process \(identity.id)",
            line: [failure.message, failure.detail].compactMap(\.self).joined(separator: ": "))
        return Incident(
            id: .fresh(at: now), cause: cause, at: place, severity: .critical, opened: now, explained: now,
            context: Phrase(
                "bitcoin-analyzer \(programVersion) on \(identity.host): \(command), process \(identity.id)",
                fr:
                    "bitcoin-analyzer \(programVersion) sur \(identity.host)\u{A0}: \(command), processus \(identity.id)"
            ),
            symptom: (entry?.effect ?? cause.title)
                + IncidentWriter.start(now),
            diagnosis: IncidentWriter.diagnosis(
                cause, Phrase(verbatim: failure.message), fix: Phrase(verbatim: failure.hint)),
            lesson: entry?.lesson ?? .empty, evidence: [line] + failure.evidence)
    }

    /// A person sees the error, and needs no incident.
    private static func isByHand(_ command: String, _ words: [String]) -> Bool {
        guard command == "collect", let index = words.firstIndex(of: "--trigger") else {
            return command == "collect" && !words.contains { $0.hasPrefix("--trigger=") }
        }
        return words.dropFirst(index + 1).first == Trigger.manual.rawValue
    }

    /// Wherever the settings, as far as they can be read, keep it.
    private static func outbox(_ environment: [String: String]) -> IncidentOutbox {
        let resolved = try? ResolvedSettings.current(overrides: [:])
        return IncidentOutbox(
            stateDirectory: resolved?[.stateDirectory]?.text ?? environment["STATE_DIRECTORY"]
                ?? Settings.defaultStateDirectory())
    }
}
