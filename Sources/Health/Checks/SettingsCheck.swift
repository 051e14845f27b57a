import Domain

/// The settings resolve.
enum SettingsCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        switch facts.settings {
        case .resolved(let settings):
            [
                Finding(
                    .settings, nil, .ok,
                    Phrase(
                        "valid; the database is \(settings.database.description)",
                        fr: "valides\u{A0}; la base est \(settings.database.description)"),
                    evidence: [
                        Evidence(
                            source: "settings",
                            line: "DATABASE_URL: \(settings.database.description) (\(settings.databaseOrigin))")
                    ])
            ]
        case .refused(let message, let hint):
            [
                Finding(
                    .settings, nil, .failed, message + Phrase("; ", fr: "\u{A0}; ") + hint,
                    problem: .settingInvalid,
                    evidence: [Evidence(source: "settings", line: message.english)], remedy: "bitcoin-analyzer settings"
                )
            ]
        }
    }
}

/// Every unit resolves the settings to the same database, which is the one that this command reads.
enum UnitSettingsCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard facts.isService else {
            return [
                Finding(
                    .unitSettings, nil, .info,
                    Phrase("no unit is installed here", fr: "aucune unité n’est installée ici"))
            ]
        }
        var findings: [Finding] = []
        var databases: [(unit: String, settings: SettingsFacts.Resolved)] = []
        for (unit, settings) in facts.unitSettings.sorted(by: { $0.key < $1.key }) {
            switch settings {
            case .refused(let message, let hint):
                findings.append(
                    Finding(
                        .unitSettings, unit, .failed,
                        Phrase("in its environment: ", fr: "dans son environnement\u{A0}: ") + message
                            + Phrase("; ", fr: "\u{A0}; ") + hint,
                        problem: .settingInvalid,
                        evidence: [Evidence(source: "systemctl show \(unit)", line: message.english)],
                        remedy: "systemctl cat \(unit); sudo systemctl edit \(unit)"))
            // The dashboard reads from the API, and has no database of its own.
            case .resolved(let settings) where unit != ServiceUnits.web: databases.append((unit, settings))
            case .resolved: break
            }
        }
        findings += differing(databases, facts)
        return findings.isEmpty
            ? [Finding(.unitSettings, nil, .ok, Phrase("the same in every unit", fr: "les mêmes dans chaque unité"))]
            : findings
    }

    /// Units that use another database than this command.
    private static func differing(_ databases: [(unit: String, settings: SettingsFacts.Resolved)], _ facts: HealthFacts)
        -> [Finding]
    {
        guard let own = facts.settings.resolved else { return [] }
        return databases.filter { $0.settings.database.fingerprint != own.database.fingerprint }.map { unit, settings in
            Finding(
                .unitSettings, unit, .failed,
                Phrase(
                    "uses \(settings.database.description) (\(settings.databaseOrigin)), but this command uses "
                        + "\(own.database.description) (\(own.databaseOrigin))",
                    fr:
                        "utilise \(settings.database.description) (\(settings.databaseOrigin)), mais cette commande "
                        + "utilise \(own.database.description) (\(own.databaseOrigin))"
                ),
                problem: .databaseDiffers,
                evidence: [
                    Evidence(
                        source: "systemctl show \(unit)",
                        line:
                            "DATABASE_URL: \(settings.database.description) (\(settings.databaseOrigin)), fingerprint "
                            + "\(settings.database.fingerprint)"
                    ),
                    Evidence(
                        source: "settings",
                        line:
                            "DATABASE_URL: \(own.database.description) (\(own.databaseOrigin)), fingerprint "
                            + "\(own.database.fingerprint)"
                    ),
                ],
                remedy: "systemctl cat \(unit); sudo systemctl revert \(unit) && sudo systemctl restart \(unit)")
        }
    }
}
