package import Domain

/// Why a unit failed: decided from how it ended and from its last lines, and from nothing else.
package struct UnitDiagnosis: Hashable, Sendable {
    package let cause: Cause
    package let severity: Incident.Severity
    /// Why this cause, in words.
    package let reason: Phrase

    /// `nil` for a unit that did not fail.
    /// - Parameter lines: what it wrote last, oldest first.
    package init?(_ state: UnitExit, lines: [String]) {
        guard state.result != "success" else { return nil }
        let (cause, reason) = Self.decide(state, UnitRole(state.unit), lines)
        self.cause = cause
        self.reason = reason
        severity = Self.warnings.contains(cause) ? .warning : .critical
    }

    /// Other sources may serve, and the next pass asks again.
    private static let warnings: Set<Cause> = [
        .sourceBlocked, .sourceRateLimited, .sourceChallenge, .sourceDown, .sourceMalformed, .sourceStale,
        .databaseLocked,
    ]

    /// Restarts after which a service does not start by mischance any more.
    private static let manyRestarts = 3

    /// What it said itself comes first: that it was restarted often, or has given up, follows from that.
    private static func decide(_ state: UnitExit, _ role: UnitRole, _ lines: [String]) -> (Cause, Phrase) {
        if state.exitStatus != nil || state.result == "start-limit-hit" || state.unit.hasSuffix(".socket"),
            let (cause, line) = told(by: lines)
        {
            return (cause, Phrase("It said so itself: \(line)", fr: "Il l'a dit lui-même : \(line)"))
        }
        switch state.result {
        case "watchdog":
            return (
                role == .collector ? .collectorHung : .serviceDown,
                Phrase(
                    "It did not answer its watchdog any more, and systemd ended it.",
                    fr: "Il ne répondait plus à son chien de garde, et systemd l'a arrêté.")
            )
        case "timeout":
            return (
                role == .collector ? .collectorHung : .serviceDown,
                Phrase(
                    "It took longer than its unit allows, and systemd ended it.",
                    fr: "Il a duré plus longtemps que son unité ne le permet, et systemd l'a arrêté.")
            )
        case "start-limit-hit":
            return (
                .serviceCrashLoop,
                Phrase(
                    "It ended so often in so short a time that systemd has given up starting it.",
                    fr: "Il s'est arrêté si souvent en si peu de temps que systemd ne le relance plus.")
            )
        default:
            break
        }
        if let status = state.exitStatus, let known = meaning(ofExit: status, role) { return known }
        if state.restarts >= manyRestarts {
            return (
                .serviceCrashLoop,
                Phrase(
                    "It has been restarted \(state.restarts) times, and ended each time.",
                    fr: "Il a été relancé \(state.restarts) fois, et s'est arrêté chaque fois.")
            )
        }
        let end =
            state.signal.map { Phrase("It was ended by signal \($0).", fr: "Il a été arrêté par le signal \($0).") }
            ?? state.exitStatus.map {
                Phrase("It ended with status \($0).", fr: "Il s'est terminé avec le code \($0).")
            }
            ?? Phrase(
                "systemd does not tell how it ended (Result=\(state.result ?? "unknown")).",
                fr: "systemd ne dit pas comment il s'est terminé (Result=\(state.result ?? "inconnu")).")
        return (
            role == .collector ? .collectorCrashed : .serviceDown,
            state.result == "oom-kill"
                ? Phrase(
                    "The system ended it because memory had run out.", fr: "Le système l'a arrêté faute de mémoire.")
                : end
        )
    }

    /// The program writes the cause of its end on a line of its own when it knows one; of an older one, the words about a port are known.
    private static func told(by lines: [String]) -> (Cause, String)? {
        for (index, line) in lines.enumerated().reversed() {
            if let cause = line.split(separator: " ").first == "cause:"
                ? Cause(known: line.dropFirst(line.prefix { $0 == " " }.count + 6).filter { $0 != " " }) : nil
            {
                return (
                    cause, lines[..<index].last { $0.hasPrefix("error: ") || $0.hasPrefix("erreur\u{A0}: ") } ?? line
                )
            }
            // systemd's own words about a socket unit, whose port it opens itself.
            if line.contains("the port is in use by") || line.contains("Address already in use") {
                return (.portInUse, line)
            }
        }
        return nil
    }

    /// sysexits(3), and what systemd itself ends with (systemd.exec(5), Process Exit Codes).
    private static func meaning(ofExit status: Int32, _ role: UnitRole) -> (Cause, Phrase)? {
        switch status {
        case 69:
            (
                role == .web ? .apiUnreachable : .databaseUnreachable,
                Phrase(
                    "It ended with status 69: something that it needs did not answer.",
                    fr: "Code de fin 69 : quelque chose dont il a besoin n'a pas répondu.")
            )
        case 78:
            (
                .configurationInvalid,
                Phrase(
                    "It ended with status 78: its settings cannot be used.",
                    fr: "Code de fin 78 : ses réglages sont inutilisables.")
            )
        case 75 where role == .collector:
            (
                .sourceDown,
                Phrase(
                    "It ended with status 75: some part got nothing from any source.",
                    fr: "Code de fin 75 : une partie n'a rien reçu d'aucune source.")
            )
        case 200...243 where role == .collector:
            (
                .scheduleCommandBroken,
                Phrase(
                    "systemd could not start its command (status \(status)).",
                    fr: "systemd n'a pas pu lancer sa commande (code \(status)).")
            )
        case 200...243:
            (
                .configurationInvalid,
                Phrase(
                    "systemd could not start its command (status \(status)).",
                    fr: "systemd n'a pas pu lancer sa commande (code \(status)).")
            )
        default: nil
        }
    }
}
