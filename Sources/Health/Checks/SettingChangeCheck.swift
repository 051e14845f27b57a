import Domain

/// Nothing fails since the file of settings was changed.
enum SettingChangeCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        SettingGroup.allCases.compactMap { group in
            let changes = facts.settingChanges.filter { $0.group == group }
            guard !changes.isEmpty, let failing = failure(of: group, changes, facts) else { return nil }
            return Finding(
                .settings, nil, .failed, effect(group) + changes.phrase, problem: .settingChanged(group),
                since: changes.map(\.changed).min(),
                evidence: changes.map(\.evidence) + failing.evidence.prefix(5), remedy: changes.undoing)
        }
    }

    private static func effect(_ group: SettingGroup) -> Phrase {
        switch group {
        case .database:
            Phrase("the database cannot be used ", fr: "la base de données ne peut pas être utilisée ")
        case .api: Phrase("the API does not listen ", fr: "l’API n’est plus à l’écoute ")
        case .web: Phrase("the dashboard does not listen ", fr: "le tableau de bord n’est plus à l’écoute ")
        case .dashboard:
            Phrase("the dashboard cannot reach the API ", fr: "le tableau de bord ne joint plus l’API ")
        case .sources: Phrase("sources fail ", fr: "des sources échouent ")
        case .other: Phrase("the settings cannot be used ", fr: "les réglages ne sont pas valides ")
        }
    }

    /// What fails in a way that such settings can be the reason of, and has not worked since they were changed.
    private static func failure(of group: SettingGroup, _ changes: [SettingChange], _ facts: HealthFacts) -> Finding? {
        let changed = changes.map(\.changed).max() ?? .earliest
        switch group {
        case .database:
            if facts.hasCollected(since: changed) { return nil }
            return (DatabaseCheck.findings(facts) + MarkerCheck.findings(facts)).first {
                $0.outcome == .failed && ($0.problem?.mayBeAddress ?? false)
            }
        case .api, .web:
            return PortsCheck.findings(facts).first {
                $0.subject == group.rawValue && [.portTaken, .settingInvalid].contains($0.problem)
            }
        case .dashboard:
            return PortsCheck.findings(facts).first { $0.subject == "web" && $0.problem == .apiUnreachable }
        case .sources:
            if facts.hasCollected(since: changed) { return nil }
            return SourcesCheck.findings(facts).first { finding in
                finding.problem != nil && finding.outcome == .failed && finding.since.map { $0 > changed } ?? false
            }
        // An invalid value is named by the check of the settings.
        case .other: return nil
        }
    }
}

extension Problem {
    /// Whether another address of the database may be the reason.
    fileprivate var mayBeAddress: Bool {
        switch self {
        case .databaseNotResponding, .databaseDiffers, .databaseReplaced: true
        case .database(let kind):
            [
                .unreachable, .authentication, .notFound, .newer, .notMigrated, .schemaDamaged, .replaced, .readOnly,
                .corrupt, .originMismatch, .foreign, .otherSchema,
            ].contains(kind)
        default: false
        }
    }
}
