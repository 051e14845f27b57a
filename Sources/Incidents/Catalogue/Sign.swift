package import Domain
package import Health

/// An indication of a cause: where, since when, and its evidence.
package struct Sign: Hashable, Sendable {
    package let place: Incident.Place
    package var severity: Incident.Severity
    /// What was found: the part of a sentence after a colon, without a full stop.
    package var summary: Phrase
    package var since: Timestamp?
    package var evidence: [Evidence]
    /// A shell command that fixes it, more specific than that of the catalogue.
    package var remedy: String?
    /// The consequence for users, where it differs from that of the catalogue.
    package var effect: Phrase?
    /// `false` for a single failure, which may be accidental.
    package var isConfirmed: Bool
    /// The findings that it was made from; none where it comes from logs or records.
    package var findings: Set<Finding>
    /// Causes that may explain this sign, where those are fewer than the entry of the catalogue has.
    package var followsFrom: Set<Cause>?
    /// Whether other causes may be consequences of this one: `false` where only a single source shows it, which says
    /// nothing about the host, its settings or the other sources.
    package var explainsOthers: Bool

    /// Causes that are consequences of this sign, beside those whose entries of the catalogue say so.
    package var explains: Set<Cause> = []

    /// Whether only a recorded incident shows it, and nothing that was checked now.
    var isRecorded = false

    package init(
        at place: Incident.Place, _ summary: Phrase, severity: Incident.Severity = .critical, since: Timestamp? = nil,
        evidence: [Evidence],
        remedy: String? = nil, effect: Phrase? = nil, isConfirmed: Bool = true,
        findings: Set<Finding> = [], followsFrom: Set<Cause>? = nil, explainsOthers: Bool = true
    ) {
        self.place = place
        self.severity = severity
        self.summary = summary
        self.since = since ?? evidence.compactMap(\.time).min()
        self.evidence = evidence
        self.remedy = remedy
        self.effect = effect
        self.isConfirmed = isConfirmed
        self.findings = findings
        self.followsFrom = followsFrom
        self.explainsOthers = explainsOthers
    }

    /// What a check found, with the name of its subject where the place does not say it.
    init(_ finding: Finding, at place: Incident.Place, evidence: [Evidence]) {
        let named = finding.subject.flatMap { place.subject == $0 || finding.check == .sources ? nil : $0 }
        self.init(
            at: place, named.map { Phrase("\($0): ", fr: "\($0)\u{A0}: ") + finding.summary } ?? finding.summary,
            severity: finding.outcome == .failed ? .critical : .warning, since: finding.since, evidence: evidence,
            remedy: finding.remedy, findings: [finding],
            explainsOthers: finding.problem?.concernsOneSource != true)
        explains = finding.problem?.consequences ?? []
    }

    /// The same, as something that may be accidental.
    var unconfirmed: Sign {
        var sign = self
        sign.isConfirmed = false
        return sign
    }
}

extension Problem {
    /// What follows from it, beside what the catalogue says of its cause.
    fileprivate var consequences: Set<Cause> {
        switch self {
        case .pathForbidden: [.scheduleCommandBroken, .serviceCrashLoop, .serviceDown]
        case .unitRestricted(let unit): Self.consequences(of: unit)
        case .settingChanged(let group): Self.consequences(of: group)
        default: []
        }
    }

    /// How it shows that a setting leads elsewhere.
    private static func consequences(of group: SettingGroup) -> Set<Cause> {
        switch group {
        case .database:
            [
                .databaseUnreachable, .databaseAuth, .databaseNotMigrated, .databaseReadOnly, .databaseMismatch,
                .databaseReplaced, .databaseCorrupt, .databaseSchemaDamaged, .serviceCrashLoop, .serviceDown,
            ]
        case .api, .web: [.portInUse, .serviceCrashLoop, .serviceDown, .apiUnreachable]
        case .dashboard: [.apiUnreachable, .dashboardMisdirected]
        case .sources:
            [
                .networkDown, .dnsFailure, .tlsFailure, .tlsExpired, .tlsNameMismatch, .sourceDown, .sourceBlocked,
                .sourceMalformed, .sourceLoginPage, .sourceChallenge, .sourceStale, .sourceRateLimited,
            ]
        case .other: []
        }
    }

    /// What the program says when its unit keeps it from files, the network or memory, and what its runs record.
    private static func consequences(of unit: UnitState) -> Set<Cause> {
        var causes: Set<Cause> = [.databaseReadOnly, .databaseUnreachable, .databaseReplaced, .serviceCrashLoop]
        if let declared = UnitDiagnosis(unit)?.cause { causes.insert(declared) }
        if unit.name == ServiceUnits.collect {
            causes.formUnion([.collectorCrashed, .collectorHung, .scheduleCommandBroken])
            if unit.changes.contains(where: \.restrictsNetwork) {
                causes.formUnion([.networkDown, .dnsFailure, .tlsFailure, .sourceDown])
            }
        }
        return causes
    }

    /// Whether a unit failed by this cause, as its exit and its journal say.
    func isFailure(_ cause: Cause) -> Bool {
        if case .unitFailed(let unit) = self { UnitDiagnosis(unit)?.cause == cause } else { false }
    }
}

extension [Sign] {
    /// One sign for each place, with the evidence of all signs there. A place that is part of another one is covered by
    /// that.
    var joined: [Sign] {
        var joined: [Sign] = []
        for sign in self {
            guard let index = joined.firstIndex(where: { $0.place.covers(sign.place) || sign.place.covers($0.place) })
            else {
                joined.append(sign)
                continue
            }
            let known = joined[index]
            // The more exact place is kept, with what was found there.
            var kept = known.place.covers(sign.place) && known.place != sign.place ? sign : known
            let other = kept == known ? sign : known
            kept.evidence = Incident.evidence(other.evidence, addedTo: kept.evidence)
            kept.since = [kept.since, other.since].compactMap(\.self).min()
            kept.isConfirmed = kept.isConfirmed || other.isConfirmed
            kept.findings.formUnion(other.findings)
            kept.explains.formUnion(other.explains)
            if other.followsFrom == nil { kept.followsFrom = nil }
            kept.explainsOthers = kept.explainsOthers || other.explainsOthers
            if other.severity == .critical {
                kept.severity = .critical
                kept.effect = kept.effect.flatMap { _ in other.effect }
            }
            joined[index] = kept
        }
        return joined
    }
}
