package import Domain
import FoundationEssentials
package import OperatingSystem

/// Writes down why a unit failed, with what systemd and the journal say about it.
package struct UnitRecorder: Sendable {
    private let run: RunCommand
    private let program: String
    private let host: String
    private let listener: @Sendable (_ port: Int) -> PortHolder.Listener?

    /// - Parameters:
    ///   - program: name and version, for the record.
    ///   - listener: the process that listens on a port; `nil` when nothing does.
    package init(
        run: @escaping RunCommand, program: String, host: String,
        listener: @escaping @Sendable (Int) -> PortHolder.Listener? = { _ in nil }
    ) {
        self.run = run
        self.program = program
        self.host = host
        self.listener = listener
    }

    /// Lines of the journal that are looked at.
    private static let lines = 30
    /// Each question may take so long; both are asked at once.
    private static let patience: Duration = .seconds(3)

    /// Whether systemd would call a unit so (systemd.unit(5)): what is not such a name is not passed on to a command.
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

    /// The incident that the unit's end is; `nil` when it did not fail. Takes three seconds at most.
    package func incident(of unit: String, now: Timestamp) async -> Incident? {
        async let showing = ask(["systemctl", "show", unit, "--property=" + UnitExit.asked.joined(separator: ",")])
        async let reading = ask([
            "journalctl", "--unit=\(unit)", "--lines=\(Self.lines)", "--output=json", "--no-pager", "--quiet", "--boot",
        ])
        let (shown, written) = await (showing, reading)
        let state = UnitExit(unit, shown: shown.output)
        let lines =
            UnitJournal.evidence(written.output, source: "journalctl -u \(unit)")
            + (state.result == "success" ? [] : await portTrouble(of: unit, now))
        guard let diagnosis = UnitDiagnosis(state, lines: lines.map(\.line)) else { return nil }
        // A port is opened by the socket unit, and missed by the service.
        let place = Incident.Place(host: host, unit: unit.hasSuffix(".socket") ? unit.dropLast(7) + ".service" : unit)
        let asked = "systemctl show \(unit)"
        let standing =
            shown.trouble.map { Evidence(time: now, source: asked, line: $0) }
            ?? Evidence(time: now, source: asked, line: state.line)
        let missing = written.trouble.map { [Evidence(time: now, source: "journalctl -u \(unit)", line: $0)] } ?? []
        return Incident(
            id: .fresh(at: now), cause: diagnosis.cause,
            at: Catalogue.entry(diagnosis.cause)?.place(of: place) ?? place, severity: diagnosis.severity, opened: now,
            explained: now,
            context: context(state), symptom: symptom(state),
            diagnosis: Phrase("\(diagnosis.cause.rawValue): ", fr: "\(diagnosis.cause.rawValue) : ") + diagnosis.reason,
            lesson: Catalogue.entry(diagnosis.cause)?.lesson ?? .empty, evidence: [standing] + lines + missing)
    }

    /// What keeps a socket unit from listening, found where it is: systemd's own line about it may not have reached the journal yet.
    private func portTrouble(of unit: String, _ now: Timestamp) async -> [Evidence] {
        guard unit.hasSuffix(".socket") else { return [] }
        // `Listen=127.0.0.1:8001 (Stream)`
        let shown = await ask(["systemctl", "show", unit, "--property=Listen"]).output
        guard let address = shown.split(separator: "=").last?.split(separator: " ").first,
            let port = address.split(separator: ":").last.flatMap({ Int($0) }),
            let listener = listener(port)
        else { return [] }
        let line =
            "\(address): Address already in use by \(listener.holder?.description ?? "a process that this user may not see")"
        return [
            Evidence(
                time: now, source: listener.holder.map { PortHolder.place(of: $0.process) } ?? "/proc/net/tcp",
                line: line)
        ]
    }

    private func ask(_ words: [String]) async -> (output: String, trouble: String?) {
        do {
            let result = try await run(words, Self.patience)
            guard result.status == 0 else {
                return (result.output, "\(words[0]) ended with \(result.status): \(result.errors.prefix(200))")
            }
            return (result.output, nil)
        } catch {
            return ("", error.description)
        }
    }

    private func context(_ state: UnitExit) -> Phrase {
        let invocation = state.invocation.map { ", invocation \($0)" } ?? ""
        return Phrase(
            "\(program) on \(host), unit \(state.unit)\(state.activeSince.map { ", last started \($0)" } ?? "")\(state.restarts == 0 ? "" : ", restarted \(state.restarts) times")\(invocation)",
            fr:
                "\(program) sur \(host), unité \(state.unit)\(state.activeSince.map { ", dernier démarrage \($0)" } ?? "")\(state.restarts == 0 ? "" : ", relancée \(state.restarts) fois")\(invocation)"
        )
    }

    private func symptom(_ state: UnitExit) -> Phrase {
        let how =
            state.signal.map { Phrase("was ended by signal \($0)", fr: "a été arrêtée par le signal \($0)") }
            ?? state.exitStatus.map { Phrase("ended with status \($0)", fr: "s'est terminée avec le code \($0)") }
            ?? Phrase("failed", fr: "a échoué")
        let when = state.endedAt.map { Phrase(" on \($0)", fr: " le \($0)") } ?? .empty
        return Phrase(verbatim: state.unit + " ") + how + when + Phrase(verbatim: ". ") + UnitRole(state.unit).effect
    }
}

extension IncidentID {
    /// Sorts by time and can be read: `20261123T190000Z-3f9a2c1e`.
    package static func fresh(at moment: Timestamp) -> IncidentID {
        let digits = String(UInt32.random(in: 0...UInt32.max), radix: 16)
        let time = moment.rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" }
        return IncidentID(rawValue: "\(time)Z-\(String(repeating: "0", count: 8 - digits.count))\(digits)")
    }
}
