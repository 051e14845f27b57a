import Domain

/// The checks, and what they come to together.
package enum Diagnosis {
    /// All of them, in the order they are told. A new check is a file beside the others and a line here.
    private static let checks: [@Sendable (HealthFacts) -> [Finding]] = [
        SettingsCheck.findings, UnitSettingsCheck.findings, DiskCheck.findings, DatabaseCheck.findings,
        MarkerCheck.findings, ServicesCheck.findings,
        PortsCheck.findings, ScheduleCheck.findings, FreshnessCheck.findings, SourcesCheck.findings, AICheck.findings,
        ClockCheck.findings,
    ]

    /// What is wrong, each root once: what only follows from it is told as not checked.
    package static func of(_ facts: HealthFacts) -> [Finding] {
        let starting = facts.installed.values.filter { $0.active == "activating" }.map(\.name)
        return rootsOnly(everything(facts), starting: Set(starting))
    }

    /// What each check says by itself, also where it only shows what another has caused.
    package static func everything(_ facts: HealthFacts) -> [Finding] { checks.flatMap { $0(facts) } }

    /// - Parameter starting: units that systemd is starting, or starting again.
    private static func rootsOnly(_ findings: [Finding], starting: Set<String>) -> [Finding] {
        let failed = findings.filter { $0.outcome == .failed }
        func has(_ check: CheckName, _ causes: Set<Cause>? = nil, subject: String? = nil) -> Bool {
            failed.contains { finding in
                finding.check == check && (subject == nil || finding.subject == subject)
                    && causes.map { wanted in finding.cause.map(wanted.contains) ?? false } ?? true
            }
        }
        return findings.map { finding in
            guard finding.outcome == .failed, let root = root(of: finding, starting: starting, has: has) else {
                return finding
            }
            return Finding.notChecked(finding.check, finding.subject, because: root)
        }
    }

    /// The check whose failure explains this one.
    private static func root(of finding: Finding, starting: Set<String>, has: (CheckName, Set<Cause>?, String?) -> Bool)
        -> CheckName?
    {
        let role = finding.subject.flatMap { subject in
            ["api", "web"].first { subject == $0 || subject.contains("-\($0).") }
        }
        switch finding.check {
        // SQLite without room for its journal fails in many ways.
        case .database where has(.disk, [.diskFull], nil): return .disk
        case .database where finding.cause == .databaseReadOnly && has(.disk, [.databaseReadOnly], nil): return .disk
        case .database where has(.settings, nil, nil): return .settings
        // A unit that is given another database leaves the same trace in its runs.
        case .marker where has(.unitSettings, [.databaseMismatch], nil): return .unitSettings
        case .services where role.map({ has(.ports, [.portInUse], $0) }) ?? false: return .ports
        case .services where has(.disk, [.diskFull], nil): return .disk
        // Ready means that the database answers: without it a service does not come up.
        case .services where finding.cause == .serviceCrashLoop || finding.subject.map(starting.contains) ?? false:
            return has(.unitSettings, nil, finding.subject)
                ? .unitSettings : has(.database, nil, nil) ? .database : has(.disk, nil, nil) ? .disk : nil
        case .ports where finding.cause == .serviceDown:
            return has(.services, nil, role.map(ServiceUnits.service(of:)))
                ? .services : has(.database, nil, nil) ? .database : nil
        case .ports where finding.cause == .apiUnreachable:
            if has(.ports, [.portInUse], "api") { return .ports }
            if has(.database, nil, nil) { return .database }
            if has(.services, nil, ServiceUnits.service(of: "api")) { return .services }
            return has(.ports, [.serviceDown], "api") ? .ports : has(.disk, [.diskFull], nil) ? .disk : nil
        case .freshness:
            if has(.clock, nil, nil) { return .clock }
            if has(.unitSettings, [.databaseMismatch], nil) { return .unitSettings }
            if has(.marker, nil, nil) { return .marker }
            if has(.schedule, nil, nil) { return .schedule }
            return has(.sources, nil, nil) ? .sources : nil
        case .sources where finding.cause == .sourceStale && has(.clock, nil, nil): return .clock
        case .schedule where finding.cause == .scheduleStopped && has(.clock, nil, nil): return .clock
        case .schedule where finding.cause == .scheduleStopped && has(.unitSettings, [.databaseMismatch], nil):
            return .unitSettings
        case .schedule where finding.cause == .scheduleStopped && has(.marker, nil, nil): return .marker
        default: return nil
        }
    }
}
