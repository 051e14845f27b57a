package import Domain
import Health

/// The cause of a unit's failure, from its exit state and its last log lines alone.
package struct UnitDiagnosis: Hashable, Sendable {
    package let cause: Cause
    package let severity: Incident.Severity
    /// What was found, without a full stop.
    package let reason: Phrase
    /// The cause that the program gave itself; `nil` for none.
    let declared: Cause?

    /// `nil` for a unit that did not fail.
    /// - Parameter lines: its last log lines, oldest first.
    package init?(_ state: UnitExit, lines: [String]) {
        guard state.result != "success" else { return nil }
        let declared = Self.declaredCause(of: state, in: lines)
        let (cause, reason) = declared ?? Self.decide(state, UnitRole(state.unit), lines)
        self.declared = declared?.0
        self.cause = cause
        self.reason = reason
        severity = Self.warnings.contains(cause) ? .warning : .critical
    }

    /// The same failure, as the consequence of a drop-in that takes something away from the unit. A limit of memory has
    /// a cause of its own.
    func restricted(by change: DropIn) -> UnitDiagnosis {
        UnitDiagnosis(
            cause: cause == .outOfMemory ? cause : .configurationInvalid, severity: .critical,
            declared: declared, reason: change.phrase + Phrase("; ", fr: "\u{A0}; ") + reason)
    }

    private init(cause: Cause, severity: Incident.Severity, declared: Cause?, reason: Phrase) {
        self.declared = declared
        self.cause = cause
        self.severity = severity
        self.reason = reason
    }

    /// Of a unit as the checks see it; `nil` for one that did not fail.
    init?(_ state: UnitState) { self.init(UnitExit(state), lines: state.failureLines.map(\.line)) }

    /// Other sources may respond, and the next run retries.
    private static let warnings: Set<Cause> = [
        .sourceBlocked, .sourceRateLimited, .sourceChallenge, .sourceLoginPage, .sourceDown, .sourceMalformed,
        .sourceStale, .sourceDisagrees, .databaseLocked,
    ]

    /// Of a unit whose log names no cause.
    private static func decide(_ state: UnitExit, _ role: UnitRole, _ lines: [String]) -> (Cause, Phrase) {
        switch state.result {
        case "oom-kill":
            return (
                .outOfMemory,
                Phrase("killed by the kernel, out of memory", fr: "arrêt par le noyau, mémoire épuisée")
            )
        case "watchdog":
            return (
                role == .collector ? .collectorHung : .serviceDown,
                Phrase(
                    "stopped by systemd after a watchdog timeout",
                    fr: "arrêt par systemd, faute de réponse au chien de garde")
            )
        case "timeout":
            return (
                role == .collector ? .collectorHung : .serviceDown,
                Phrase(
                    "stopped by systemd after the timeout of its unit",
                    fr: "arrêt par systemd, après le délai maximal de l’unité")
            )
        case "start-limit-hit":
            return (
                .serviceCrashLoop,
                Phrase(
                    "start limit reached, systemd no longer restarts it",
                    fr: "limite de redémarrages atteinte, systemd ne relance plus l’unité")
            )
        default:
            break
        }
        if let refused = lackOfMemory(state, lines) { return (.outOfMemory, refused) }
        if let status = state.exitStatus, let known = meaning(ofExit: status, role) { return known }
        if RestartLoop.contains(total: state.restarts, recent: state.recentRestarts, active: nil) {
            return (
                .serviceCrashLoop,
                Phrase(
                    "keeps exiting, \(state.restarts) restarts so far",
                    fr: "arrêts répétés, \(state.restarts) redémarrages jusqu’ici")
                    + (state.signal.map { lastEnd(bySignal: $0) } ?? .empty)
            )
        }
        let end =
            state.signal.map { signal in
                let name = SignalName.of(Int(signal))
                return Phrase("killed by signal \(signal) (\(name))", fr: "arrêt par le signal \(signal) (\(name))")
            }
            ?? state.exitStatus.map { Phrase("exit status \($0)", fr: "code de fin \($0)") }
            ?? Phrase(
                "reason of the exit unknown to systemd (Result=\(state.result ?? ""))",
                fr: "raison de l’arrêt inconnue de systemd (Result=\(state.result ?? ""))")
        return (
            role == .collector ? .collectorCrashed : .serviceDown, end
        )
    }

    private static func lastEnd(bySignal signal: Int32) -> Phrase {
        let name = SignalName.of(Int(signal))
        return Phrase(", the last one by \(name)", fr: ", le dernier arrêt par \(name)")
    }

    /// A limit of the address space, or what the loader, the allocator or the kernel say when memory is refused.
    private static func lackOfMemory(_ state: UnitExit, _ lines: [String]) -> Phrase? {
        if let limit = state.addressSpace, MemoryLimit.mayExplain(exitStatus: state.exitStatus.map(Int.init)) {
            return Phrase(
                "its unit limits its memory to \(limit >> 20) MB (LimitAS=)",
                fr: "son unité limite sa mémoire à \(limit >> 20) Mo (LimitAS=)")
        }
        let signs = [
            "Cannot allocate memory", "out of memory", "Out of memory", "std::bad_alloc", "failed to map segment",
            "oom-kill",
        ]
        guard let line = lines.suffix(10).last(where: { line in signs.contains { line.contains($0) } }) else {
            return nil
        }
        return Phrase("the log says: \(line)", fr: "le journal indique que la mémoire a manqué")
    }

    /// The cause in the log comes first: restarts and the start limit are its consequences.
    private static func declaredCause(of state: UnitExit, in lines: [String]) -> (Cause, Phrase)? {
        guard state.exitStatus != nil || state.result == "start-limit-hit" || state.unit.hasSuffix(".socket") else {
            return nil
        }
        let logged = LoggedFailure(lines)
        let causeIndex = lines.lastIndex { LoggedFailure.cause(in: $0) != nil }
        // systemd's own message about a socket unit, whose port it opens itself; older versions only named the port.
        let portIndex = lines.lastIndex {
            $0.contains("the port is in use by") || $0.contains("Address already in use")
        }
        if let cause = logged.cause, let causeIndex, causeIndex > portIndex ?? -1 {
            return (cause, reason(cause, logged.error ?? lines[causeIndex]))
        }
        return portIndex.map { (.portInUse, reason(.portInUse, lines[$0])) }
    }

    /// In French the raw line stands in the evidence only.
    private static func reason(_ cause: Cause, _ line: String) -> Phrase {
        Phrase("the log says: \(line)", fr: "c’est la cause que le journal indique (voir les preuves)")
    }

    /// sysexits(3), and exit codes of systemd itself (systemd.exec(5), Process Exit Codes).
    private static func meaning(ofExit status: Int32, _ role: UnitRole) -> (Cause, Phrase)? {
        switch status {
        case 69:
            (
                role == .web ? .apiUnreachable : .databaseUnreachable,
                Phrase(
                    "exit status 69, a required service did not respond",
                    fr: "code de fin 69, un service requis n’a pas répondu")
            )
        case 78:
            (
                .configurationInvalid,
                Phrase(
                    "exit status 78, a setting is invalid",
                    fr: "code de fin 78, un réglage est invalide")
            )
        case 75 where role == .collector:
            (
                .sourceDown,
                Phrase(
                    "exit status 75, no source returned prices (or news)",
                    fr: "code de fin 75, aucune source n’a fourni de cours (ou d’articles)")
            )
        default:
            UnitExitStatus.fault(Int(status)).map { fault in
                (
                    role == .collector ? .scheduleCommandBroken : .configurationInvalid,
                    Phrase(
                        "systemd could not run its command (exit status \(status)/\(fault.name)): ",
                        fr: "systemd n’a pas pu lancer sa commande (code de fin \(status)/\(fault.name))\u{A0}: ")
                        + fault.phrase
                )
            }
        }
    }
}
