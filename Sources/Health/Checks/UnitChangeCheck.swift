import Domain
import OperatingSystem

/// A unit that fails since a drop-in took something away from it: what its own program says of that is a consequence.
enum UnitChangeCheck {
    /// Also where the process that checks is in such a unit, and cannot reach what others can.
    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard let name = facts.ownUnit, let unit = facts.installed[name], unit.active == "active",
            let change = unit.changes.last(where: { !$0.restrictions.isEmpty }), isHindered(facts, change)
        else { return [] }
        return [restricted(unit, by: change)]
    }

    /// Whether the database or a folder fails in a way that such a drop-in explains, as far as this process sees it.
    private static func isHindered(_ facts: HealthFacts, _ change: DropIn) -> Bool {
        if facts.folders.contains(where: { !$0.notWritable.isEmpty || !$0.exists }) { return true }
        let kinds: Set<ArchiveFailure.Kind> = [.readOnly, .unreachable, .notFound, .replaced, .outOfDescriptors]
        switch facts.database {
        case .failed(let failure): return kinds.contains(failure.kind)
        case .read(let contents): return contents.writing.map { kinds.contains($0.kind) } ?? false
        case .notResponding: return change.restrictsNetwork
        case .unknown: return false
        }
    }

    static func restricted(_ unit: UnitState, by change: DropIn) -> Finding {
        Finding(
            .services, unit.name, .failed,
            Phrase("fails since a drop-in changed it: ", fr: "échoue depuis qu’un fichier l’a modifiée\u{A0}: ")
                + change.phrase,
            problem: .unitRestricted(unit), since: change.changed,
            evidence: [
                change.evidence,
                Evidence(
                    time: unit.ended, source: "systemctl show \(unit.name)",
                    line: "ActiveState=\(unit.active) Result=\(unit.result) ExecMainStatus=\(unit.exitStatus)"),
            ] + unit.failureLines.suffix(10),
            remedy: unit.removing(change))
    }
}

/// The unit of the collection did not fail since the last run that went well.
enum CollectionUnitCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        let name = ServiceUnits.collect
        guard let unit = facts.installed[name], unit.active == "failed", !isOver(unit, facts) else { return [] }
        // Of a command that systemd cannot run, the schedule says more.
        if unit.statusFault != nil, unit.failedBefore == nil, unit.changes.isEmpty { return [] }
        if let command = unit.failedBefore {
            return [
                Finding(
                    .services, name, .failed,
                    Phrase(
                        "does not start, as \(command) fails before its program",
                        fr: "ne démarre pas, car \(command) échoue avant son programme"),
                    problem: .unitInvalid, since: unit.ended,
                    evidence: unit.changes.map(\.evidence) + unit.failureLines.suffix(10), remedy: unit.restoring)
            ]
        }
        let good = lastGood(facts)
        if let change = unit.blamed(since: good), unit.exitStatus != 75 || change.restrictsNetwork {
            return [UnitChangeCheck.restricted(unit, by: change)]
        }
        // No source returned prices or news, or another one was writing: the run itself records the reasons.
        guard unit.exitStatus != 75 || unit.exitCode != 1, unit.statusFault == nil else { return [] }
        let summary =
            Phrase("the last collection failed: it ", fr: "la dernière collecte a échoué\u{A0}: elle ") + unit.end
            + (unit.error.map { Phrase(verbatim: ": \($0)") } ?? .empty)
        let evidence = [
            Evidence(
                time: unit.ended, source: "systemctl show \(name)",
                line: "ActiveState=failed Result=\(unit.result) ExecMainStatus=\(unit.exitStatus)")
        ]
        // What the database refused then, it may accept now: the retry will tell.
        let mayBeOver = unit.failures < 2 && facts.database.contents != nil && unit.declared != .configurationInvalid
        return [
            Finding(
                .services, name, mayBeOver ? .info : .failed, summary, problem: mayBeOver ? nil : .unitFailed(unit),
                since: unit.ended, evidence: evidence + unit.failureLines.suffix(15))
        ]
    }

    private static func lastGood(_ facts: HealthFacts) -> Timestamp? {
        facts.database.contents?.runs.first {
            $0.host == facts.host && ($0.outcome == .ok || $0.outcome == .degraded) && $0.asksSources
        }.map { $0.finished ?? $0.started }
    }

    private static func isOver(_ unit: UnitState, _ facts: HealthFacts) -> Bool {
        guard let ended = unit.ended, let good = lastGood(facts) else { return false }
        return good >= ended
    }
}
