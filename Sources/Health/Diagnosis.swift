/// The checks, applied to facts. Pure.
package enum Diagnosis {
    /// All checks in display order. A new check is a file beside the others and an entry here.
    private static let checks: [@Sendable (HealthFacts) -> [Finding]] = [
        SettingsCheck.findings, SettingChangeCheck.findings, UnitSettingsCheck.findings, DiskCheck.findings,
        DescriptorsCheck.findings,
        DatabaseCheck.findings,
        MarkerCheck.findings, ServicesCheck.findings, CollectionUnitCheck.findings, UnitChangeCheck.findings,
        PathBarrierCheck.findings, PortsCheck.findings, ScheduleCheck.findings, RunsCheck.findings,
        FreshnessCheck.findings, SourcesCheck.findings, ModelCheck.findings,
        AnalysisQualityCheck.findings, NotificationsCheck.findings, ClockCheck.findings, IncidentsCheck.findings,
    ]

    /// The findings of each check, including consequences of other problems.
    ///
    /// Remedies are checked against the state that the facts show.
    package static func of(_ facts: HealthFacts) -> [Finding] {
        let remedies = RemedyCheck(facts)
        return checks.flatMap { $0(facts) }.map { finding in
            var finding = finding
            finding.remedy = finding.remedy.map { remedies.checked($0) ?? RemedyCheck.log }
            return finding
        }
    }
}
