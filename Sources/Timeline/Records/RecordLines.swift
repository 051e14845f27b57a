package import Domain
import Logging
import Telemetry

/// Stored runs and incidents as log lines, to be merged with other logs: the start, sources and end of each run, and
/// the opening and resolution of each incident.
package enum RecordLines {
    /// The lines, oldest first.
    package static func source(runs: [Run], incidents: [Incident], language: Language, now: Timestamp) -> LogSource {
        var entries =
            runs.flatMap { Self.entries(of: $0, language) } + incidents.flatMap { Self.entries(of: $0, language) }
        // A stable sort, so that a run's lines keep their order.
        entries = entries.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(
            \.element)
        let text = entries.map { $0.line(as: .json) + "\n" }.joined()
        return LogSource(.bytes(Array(text.utf8)), label: "records", newest: now)
    }

    private static func entries(of run: Run, _ language: Language) -> [LogEntry] {
        let fields = ["run": run.id.rawValue, "trace_id": run.traceID, "host": run.host]
        let triggers: [Trigger: (String, String)] = [
            .cron: ("cron started", "cron a lancé"), .timer: ("the timer started", "la minuterie a lancé"),
            .scheduler: ("the service’s scheduler started", "le planificateur du service a lancé"),
            .manual: ("a user started", "un utilisateur a lancé"),
        ]
        let trigger = triggers[run.trigger] ?? ("\(run.trigger) started", "\(run.trigger) a lancé")
        var entries = [
            LogEntry(
                time: run.started, level: .info, logger: "records",
                message: "\(language == .french ? trigger.1 : trigger.0) \(run.command)",
                fields: fields.merging(["trigger": run.trigger.rawValue]) { $1 })
        ]
        guard let finished = run.finished else { return entries }
        entries += run.sources.map { report in
            var own = fields.merging(["source": report.source.rawValue]) { $1 }
            if let error = report.error { own["kind"] = error.kind.rawValue }
            return LogEntry(
                time: finished, level: report.error == nil ? .info : .warning, logger: "records",
                message: text(of: report, language), fields: own)
        }
        entries.append(
            LogEntry(
                time: finished, level: level(run.outcome), logger: "records",
                message: text(of: run, finished, language),
                fields: fields.merging(["outcome": run.outcome.rawValue]) { $1 }))
        return entries
    }

    private static func text(of report: SourceReport, _ language: Language) -> String {
        let verb: Phrase =
            switch report.outcome {
            case .failed: Phrase(" failed: ", fr: " a échoué\u{A0}: ")
            // What a source gave follows the name as it stands; the rest says why there is nothing.
            case .ok where report.part == .news && report.fetched == 0 && report.rejected == 0,
                .skipped, .notDue:
                Phrase(": ", fr: "\u{A0}: ")
            default: Phrase(" returned ", fr: " a fourni ")
            }
        var result = report.resultPhrase
        if let error = report.error {
            result =
                report.outcome == .skipped
                ? result + Phrase("; last failure: ", fr: "\u{A0}; dernier échec\u{A0}: ") + error.displayMessage
                : error.displayMessage
        }
        return report.source.rawValue + (verb + result)[language]
    }

    private static func text(of run: Run, _ finished: Timestamp, _ language: Language) -> String {
        let tenths = max(0, (finished - run.started).wholeMilliseconds / 100)
        return language == .french
            ? "\(run.command)\u{A0}: terminée en \(tenths / 10),\(tenths % 10)\u{A0}s, \(run.outcome.phrase.french)"
            : "\(run.command) finished after \(tenths / 10).\(tenths % 10) s: \(run.outcome.phrase.english)"
    }

    private static func level(_ outcome: RunOutcome) -> Logger.Level {
        switch outcome {
        case .ok, .running: .info
        case .degraded: .notice
        case .abandoned: .warning
        case .failed: .error
        default: .notice
        }
    }

    private static func entries(of incident: Incident, _ language: Language) -> [LogEntry] {
        let french = language == .french
        let fields = ["incident": incident.id.rawValue, "cause": incident.cause.rawValue]
        // The evidence names traces and runs: with it in the line, the trace view finds the incident.
        let evidence = incident.evidence.map(\.line).joined(separator: " | ")
        var entries = [
            LogEntry(
                time: incident.opened, level: incident.severity == .critical ? .critical : .warning, logger: "records",
                message:
                    "\(french ? "incident ouvert" : "incident opened"), \(incident.cause.rawValue)\(french ? "\u{A0}: " : ": ")"
                    + "\(incident.symptom[language])",
                fields: evidence.isEmpty ? fields : fields.merging(["evidence": evidence]) { $1 })
        ]
        if let resolved = incident.resolved {
            entries.append(
                LogEntry(
                    time: resolved, level: .notice, logger: "records",
                    message:
                        "\(french ? "incident résolu" : "incident resolved"), \(incident.cause.rawValue)\(french ? "\u{A0}: " : ": ")"
                        + "\(incident.resolution[language])",
                    fields: fields))
        }
        return entries
    }
}
