import Domain

/// The settings resolve, and are those of the service.
enum SettingsCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        own(facts) + windowsFiles(facts) + (facts.shellSettings.map(shell) ?? [])
    }

    /// Read as they are meant; other programs may keep the CR as part of each value.
    private static func windowsFiles(_ facts: HealthFacts) -> [Finding] {
        (facts.settings.resolved?.windowsFiles ?? []).map { file in
            Finding(
                .settings, file, .warning,
                Phrase(
                    "its lines end in CR LF (Windows): they are read correctly here and by systemd, but a shell "
                        + "keeps the CR in each value",
                    fr: "ses lignes finissent par CR LF (Windows)\u{A0}: elles sont lues correctement ici et par "
                        + "systemd, mais un shell garde le CR dans chaque valeur"),
                evidence: [Evidence(source: file, line: "CR LF line ends")],
                remedy: "sudo sed -i 's/\\r$//' \(file.shellQuoted)")
        }
    }

    private static func shell(_ shell: ShellSettings) -> [Finding] {
        guard !shell.differences.isEmpty || shell.refused != nil else { return [] }
        let places = shell.differences.map { difference in
            Phrase(verbatim: "\(difference.name) (")
                + (difference.file.map { Phrase(verbatim: $0) } ?? Phrase("environment", fr: "environnement"))
                + Phrase(verbatim: ")")
        }
        let names = Phrase(list: places)
        let summary =
            shell.refused.map {
                Phrase(
                    "this shell’s settings cannot be used, the service’s are checked: ",
                    fr: "les réglages de ce shell ne sont pas valides\u{A0}; ceux du service sont vérifiés\u{A0}: ")
                    + $0
            }
            ?? Phrase(
                "this shell’s settings differ from the service’s, which are checked: \(names.english)",
                fr: "les réglages de ce shell diffèrent de ceux du service, qui sont vérifiés\u{A0}: \(names.french)")
        let hasFile = shell.differences.contains { $0.file != nil && $0.file != InstallPaths.environment }
        let installed = shell.differences.filter { $0.file == InstallPaths.environment }.compactMap { difference in
            difference.service.map { "--set " + "\(difference.name)=\($0)".shellQuoted }
        }
        let variables = shell.differences.filter { $0.file == nil }.map(\.name)
        let remedies =
            (variables.isEmpty ? [] : ["unset " + variables.joined(separator: " ")])
            + (installed.isEmpty ? [] : [([UnitState.install] + installed).joined(separator: " ")])
            // The file belongs to whoever works there, and stays: commands elsewhere do not read it.
            + (hasFile ? ["cd / && bitcoin-analyzer doctor"] : [])
        return [
            Finding(
                .settings, "shell", .warning, summary, problem: .settingsDiffer,
                evidence: shell.differences.map {
                    Evidence(
                        source: $0.file ?? "environment",
                        line: "\($0.name)=\($0.here ?? "") here, \($0.service ?? "unset") in the service")
                } + (shell.refused.map { [Evidence(source: "settings", line: $0.english)] } ?? []),
                remedy: remedies.isEmpty ? "env; cat .env" : remedies.joined(separator: "; "))
        ]
    }

    /// Opens the file of the service's settings, and checks what was written.
    static let editing = "sudoedit \(InstallPaths.environment) && sudo bitcoin-analyzer settings"

    private static func own(_ facts: HealthFacts) -> [Finding] {
        switch facts.settings {
        case .resolved(let settings):
            [valid(settings)]
        case .refused(let message, let hint, let place):
            [
                Finding(
                    .settings, nil, .failed,
                    message + since(place, facts) + Phrase("; ", fr: "\u{A0}; ") + hint,
                    problem: .settingInvalid, since: changes(of: place, facts).map(\.changed).min(),
                    evidence: [Evidence(source: "settings", line: message.english)]
                        + changes(of: place, facts).map(\.evidence),
                    remedy: remedy(place, facts) ?? "bitcoin-analyzer settings")
            ]
        }
    }

    /// What was changed of the setting that cannot be used; of all where a file names none.
    static func changes(of place: SettingsFacts.Place, _ facts: HealthFacts) -> [SettingChange] {
        guard place.file == InstallPaths.environment, place.line == nil else { return [] }
        return facts.settingChanges.filter { place.name == nil || $0.name == place.name }
    }

    static func since(_ place: SettingsFacts.Place, _ facts: HealthFacts) -> Phrase {
        let changes = changes(of: place, facts)
        return changes.isEmpty ? .empty : Phrase(", ", fr: ", ") + changes.phrase
    }

    /// The command that corrects the installed file; `nil` where another place is to blame.
    static func remedy(_ place: SettingsFacts.Place, _ facts: HealthFacts) -> String? {
        guard place.file == InstallPaths.environment else { return nil }
        // Half of a setting, as of a file that was not written to its end, says what a person has to complete.
        guard place.line == nil else { return editing }
        let changes = changes(of: place, facts)
        return changes.isEmpty ? editing : changes.undoing
    }

    private static func valid(_ settings: SettingsFacts.Resolved) -> Finding {
        let valid = Phrase(
            "valid; the database is \(settings.database.description)",
            fr: "valides\u{A0}; la base est \(settings.database.description)")
        let line = "DATABASE_URL: \(settings.database.description) (\(settings.databaseOrigin))"
        return Finding(
            .settings, nil, settings.warnings.isEmpty ? .ok : .warning,
            settings.warnings.reduce(valid) { $0 + Phrase("; ", fr: "\u{A0}; ") + $1 },
            evidence: [Evidence(source: "settings", line: line)]
                + settings.warnings.map { Evidence(source: "settings", line: $0.english) },
            remedy: settings.warnings.isEmpty ? nil : "bitcoin-analyzer settings")
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
            // The same file refused for the same reason, as the check of the settings says.
            case .refused where settings == facts.settings: break
            case .refused(let message, let hint, let place):
                findings.append(
                    Finding(
                        .unitSettings, unit, .failed,
                        Phrase("in its environment: ", fr: "dans son environnement\u{A0}: ") + message
                            + Phrase("; ", fr: "\u{A0}; ") + hint,
                        problem: .settingInvalid,
                        evidence: [Evidence(source: "systemctl show \(unit)", line: message.english)],
                        remedy: SettingsCheck.remedy(place, facts)
                            ?? facts.installed[unit]?.removal(where: UnitState.isOfEnvironment)
                            ?? "systemctl cat \(unit); sudo systemctl edit \(unit)"))
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
                // Without such a drop-in only the file of the settings can say so.
                remedy: "systemctl cat \(unit); "
                    + (facts.installed[unit]?.removal(where: UnitState.isOfEnvironment)
                        ?? "sudo bitcoin-analyzer install"))
        }
    }
}
