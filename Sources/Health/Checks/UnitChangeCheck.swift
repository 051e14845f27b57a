import Domain
import OperatingSystem

/// A unit that fails since a drop-in took something away from it: what its own program says of that is a consequence.
enum UnitChangeCheck {
    /// Also where the process that checks is in such a unit, and cannot reach what others can.
    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard let name = facts.ownUnit, let unit = facts.installed[name], unit.active == "active" else { return [] }
        let good = facts.lastGoodRun
        let change = unit.changes.last { change in
            change.restrictions.contains { line in
                guard hinders(facts, line) else { return false }
                // What keeps this unit from the very file, no success of another unit disproves.
                if paths(facts).contains(where: { UnitRestriction.names($0, line) }) { return true }
                guard let changed = change.changed, let good else { return false }
                return changed > good
            }
        }
        return change.map { [restricted(unit, by: $0)] } ?? []
    }

    /// What the service writes, and what of it this process cannot.
    private static func paths(_ facts: HealthFacts) -> [String] {
        let folders = facts.folders.filter { !$0.notWritable.isEmpty || !$0.exists }.map(\.path)
        let isOfDatabase = databaseFailure(facts).map { ofFiles.contains($0) } ?? false
        return folders + (isOfDatabase ? [facts.settings.resolved?.databaseFile].compactMap(\.self) : [])
    }

    private static func databaseFailure(_ facts: HealthFacts) -> ArchiveFailure.Kind? {
        switch facts.database {
        case .failed(let failure): failure.kind
        case .read(let contents): contents.writing?.kind
        case .notResponding, .unknown: nil
        }
    }

    private static let ofFiles: Set<ArchiveFailure.Kind> = [.readOnly, .notFound, .replaced]

    /// Whether such a setting explains how the database or a folder fails, as far as this process sees it.
    private static func hinders(_ facts: HealthFacts, _ line: String) -> Bool {
        if UnitRestriction.isOfFiles(line), facts.folders.contains(where: { !$0.notWritable.isEmpty || !$0.exists }) {
            return true
        }
        if case .notResponding = facts.database { return UnitRestriction.isOfNetwork(line) }
        switch databaseFailure(facts) {
        case .unreachable: return UnitRestriction.isOfNetwork(line)
        case .outOfDescriptors: return UnitRestriction.isOfDescriptors(line)
        case let kind?: return ofFiles.contains(kind) && UnitRestriction.isOfFiles(line)
        case nil: return false
        }
    }

    static func notStarted(_ unit: UnitState, by command: String) -> Finding {
        Finding(
            .services, unit.name, .failed,
            Phrase(
                "does not start, as \(command) fails before its program",
                fr: "ne démarre pas, car \(command) échoue avant son programme"),
            problem: .unitInvalid, since: unit.ended,
            evidence: [
                Evidence(
                    time: unit.ended, source: "systemctl show \(unit.name)",
                    line: "ActiveState=\(unit.active) Result=\(unit.result)")
            ] + unit.changeEvidence + unit.failureLines.suffix(10),
            remedy: unit.restoring(["ExecStartPre=", "ExecCondition="]))
    }

    static func restricted(_ unit: UnitState, by change: DropIn) -> Finding {
        Finding(
            .services, unit.name, .failed,
            (change.isUnitFile
                ? Phrase("fails since its file was edited: ", fr: "échoue depuis que son fichier a été modifié\u{A0}: ")
                : Phrase("fails since a drop-in changed it: ", fr: "échoue depuis qu’un fichier l’a modifiée\u{A0}: "))
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

/// The unit of the collection did not fail since the last run.
enum CollectionUnitCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        let name = ServiceUnits.collect
        guard let unit = facts.installed[name], unit.active == "failed", !isOver(unit, facts) else { return [] }
        // Of a command that systemd cannot run, the schedule says more.
        if unit.statusFault != nil, unit.failedBefore == nil, unit.changes.isEmpty { return [] }
        if let command = unit.failedBefore { return [UnitChangeCheck.notStarted(unit, by: command)] }
        if let change = unit.blamed(since: facts.lastGoodRun), unit.exitStatus != 75 || change.restrictsNetwork {
            return [UnitChangeCheck.restricted(unit, by: change)]
        }
        // No source returned prices or news, or another one was writing: the run itself records the reasons.
        guard unit.exitStatus != 75 || unit.exitCode != 1, unit.statusFault == nil else { return [] }
        let summary =
            Phrase("the last collection failed: it ", fr: "la dernière collecte a échoué\u{A0}: elle ") + unit.end
            + unit.errorPhrase
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

    /// A run of this host that went well since, or began since, whatever it found: the reasons of that one are newer.
    private static func isOver(_ unit: UnitState, _ facts: HealthFacts) -> Bool {
        guard let ended = unit.ended else { return false }
        if let good = facts.lastGoodRun, good >= ended { return true }
        if let run = facts.lastRun, run.host == facts.host, run.finished != nil, run.started > ended { return true }
        return facts.database.contents?.runs.contains {
            $0.host == facts.host && $0.finished != nil && $0.started > ended && $0.asksSources
        } ?? false
    }
}

extension HealthFacts {
    /// When this host last collected well; `nil` where that is not known. While the database cannot be read, the marker
    /// of the last run says it.
    var lastGoodRun: Timestamp? {
        let marked = lastRun.flatMap { run in
            run.host == host && run.wentWell ? run.finished : nil
        }
        let recorded = database.contents?.runs.first { $0.host == host && $0.wentWell }.map {
            $0.finished ?? $0.started
        }
        return [marked, recorded].compactMap(\.self).max()
    }
}
