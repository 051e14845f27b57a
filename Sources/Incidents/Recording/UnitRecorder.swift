package import Domain
import FoundationEssentials
package import Health
package import OperatingSystem

/// Makes an incident of a failed unit, from systemd and the journal.
package struct UnitRecorder: Sendable {
    private let run: RunCommand
    private let program: String
    private let host: String
    private let installed: InstalledUnit
    private let listener: @Sendable (_ host: String, _ port: Int) -> RunningProcess.Listener?

    /// - Parameters:
    ///   - program: name and version, for the record.
    ///   - installed: what was installed as a unit file, to see what was edited since.
    ///   - listener: the process that listens on a port of an address; `nil` for none.
    package init(
        run: @escaping RunCommand, program: String, host: String, installed: @escaping InstalledUnit = { _, _ in nil },
        listener: @escaping @Sendable (_ host: String, _ port: Int) -> RunningProcess.Listener? = { _, _ in nil }
    ) {
        self.run = run
        self.program = program
        self.host = host
        self.installed = installed
        self.listener = listener
    }

    /// Of each command; all run at the same time.
    private static let commandTimeout: Duration = .seconds(3)

    /// Whether a text is a valid unit name (systemd.unit(5)); only these are passed to commands.
    package static func isUnitName(_ text: String) -> Bool {
        guard (1...255).contains(text.utf8.count), let first = text.utf8.first, first != UInt8(ascii: "-") else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: ":-_.\\@".utf8.contains(byte)
            }
        }
    }

    /// The incident of a failed unit; `nil` when the unit did not fail. Takes at most three seconds.
    package func incident(of unit: String, now: Timestamp) async -> Incident? {
        async let states = SystemdUnits.states(run, limit: Self.commandTimeout, beside: unit, installed: installed)
        async let conflict = portConflict(of: unit, now)
        let shown = await states
        let known = shown.value.flatMap { $0[unit] }
        let state = known.map(UnitExit.init) ?? UnitExit(unknown: unit)
        let portLines = await conflict
        let (written, journalError) = await log(of: unit, known)
        let lines = written + (state.result == "success" ? [] : portLines)
        guard var diagnosis = UnitDiagnosis(state, lines: lines.map(\.line)) else { return nil }
        let change = known.flatMap { self.change(of: $0, declared: diagnosis.declared) }
        if let change { diagnosis = diagnosis.restricted(by: change.dropIn) }
        // The socket unit opens the port on behalf of the service.
        let place = Incident.Place(host: host, unit: unit.hasSuffix(".socket") ? unit.dropLast(7) + ".service" : unit)
        let source = "systemctl show \(unit)"
        var stateLine = state.line
        if case .unknown(let reason) = shown { stateLine = reason.english }
        let stateEvidence = Evidence(time: now, source: source, line: stateLine)
        let errors = journalError.map { [Evidence(time: now, source: "journalctl -u \(unit)", line: $0)] } ?? []
        return Incident(
            id: .fresh(at: now), cause: diagnosis.cause,
            at: Catalogue.entry(diagnosis.cause)?.place(of: place) ?? place, severity: diagnosis.severity, opened: now,
            explained: now,
            context: context(state), symptom: symptom(state),
            diagnosis: IncidentWriter.diagnosis(
                diagnosis.cause, diagnosis.reason, at: state.exitStatus == 75 ? .critical : diagnosis.severity,
                command: change?.remedy),
            lesson: Catalogue.entry(diagnosis.cause)?.lesson ?? .empty,
            evidence: Incident.evidence(
                Self.decisive(lines, diagnosis) + errors,
                addedTo: [stateEvidence] + (change.map { [$0.dropIn.evidence] } ?? []))
        )
    }

    /// The lines of the start that failed, which are read with the state of a service; or why there are none.
    private func log(of unit: String, _ known: UnitState?) async -> (lines: [Evidence], error: String?) {
        if let lines = known?.failureLines, !lines.isEmpty { return (lines, nil) }
        let written = await output(of: UnitJournal.command(unit, ended: known?.ended))
        let lines = UnitJournal(written.output, source: "journalctl -u \(unit)").ofFailure
        // A journal that stopped before the failure has only an older one.
        let isOld = known?.ended.flatMap { ended in lines.last?.time.map { $0 < ended - .seconds(10) } } ?? false
        return (isOld ? [] : lines, written.error)
    }

    /// The drop-in that the failure began with, and what undoes it; `nil` where none took something away from the unit
    /// since it last worked.
    private func change(of state: UnitState, declared: Cause?) -> (dropIn: DropIn, remedy: String)? {
        guard state.exitStatus != 75 || state.exitCode != 1, state.result != "oom-kill",
            state.statusFault == nil, let change = state.blamed(declared: declared)
        else { return nil }
        return (change, state.removing(change))
    }

    /// The lines that the cause was decided from first, then those of the invocation that failed, newest last.
    private static func decisive(_ lines: [Evidence], _ diagnosis: UnitDiagnosis) -> [Evidence] {
        let named = lines.filter { line in
            diagnosis.reason.english.hasSuffix(line.line) || LoggedFailure.cause(in: line.line) != nil
                || LoggedFailure.isError(line.line)
        }
        // systemd's own line precedes each start; earlier invocations say nothing about this failure.
        let start = lines.lastIndex { $0.line.hasPrefix("Starting ") || $0.line.hasPrefix("Started ") } ?? 0
        return named.suffix(5) + lines[start...].suffix(Incident.maxEvidence - 10)
    }

    /// The process that holds the port of a socket unit: systemd's own log line may not have reached the journal yet.
    private func portConflict(of unit: String, _ now: Timestamp) async -> [Evidence] {
        guard unit.hasSuffix(".socket") else { return [] }
        // `Listen=127.0.0.1:8001 (Stream)`
        let shown = await output(of: ["systemctl", "show", unit, "--property=Listen"]).output
        guard let address = shown.split(separator: "=").last?.split(separator: " ").first,
            let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]),
            let listener = listener(String(address[..<colon]), port)
        else { return [] }
        let line =
            "\(address): Address already in use by "
            + "\(listener.holder?.description ?? "a process that this user may not inspect")"
        return [
            Evidence(
                time: now, source: listener.holder.map { RunningProcess.place(of: $0.process) } ?? "/proc/net/tcp",
                line: line)
        ]
    }

    private func output(of words: [String]) async -> (output: String, error: String?) {
        do {
            let result = try await run(words, Self.commandTimeout)
            guard result.status == 0 else {
                return (result.output, "\(words[0]) exited with status \(result.status): \(result.errors.prefix(200))")
            }
            return (result.output, nil)
        } catch {
            return ("", error.description)
        }
    }

    private func context(_ state: UnitExit) -> Phrase {
        var context = Phrase(
            "\(program) on \(host), unit \(state.unit)", fr: "\(program) sur \(host), unité \(state.unit)")
        if let time = state.activeSince?.phrase {
            context =
                context
                + Phrase(", last started on \(time.english)", fr: ", dernier démarrage le \(time.french)")
        }
        if state.restarts > 0 {
            context =
                context + Phrase(verbatim: ", ")
                + Phrase(count: state.restarts, ("restart", "restarts"), fr: ("redémarrage", "redémarrages"))
        }
        if let invocation = state.invocation {
            context = context + Phrase(verbatim: ", invocation \(invocation)")
        }
        return context + Phrase(verbatim: ".")
    }

    private func symptom(_ state: UnitExit) -> Phrase {
        let how =
            state.signal.map { Phrase("was killed by signal \($0)", fr: "a été arrêtée par le signal \($0)") }
            ?? state.exitStatus.map { Phrase("exited with status \($0)", fr: "s’est terminée avec le code \($0)") }
            ?? Phrase("failed", fr: "a échoué")
        let when =
            (state.ended?.phrase).map { Phrase(" on \($0.english)", fr: " le \($0.french)") } ?? .empty
        return Phrase(verbatim: state.unit + " ") + how + when + Phrase(verbatim: ". ") + UnitRole(state.unit).effect
    }
}
