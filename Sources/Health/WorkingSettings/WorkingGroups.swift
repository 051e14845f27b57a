package import Domain

extension HealthFacts {
    /// The groups of settings that work, in processes that started after the file was written.
    /// - Parameter written: when it was last written.
    package func workingGroups(_ findings: [Finding], since written: Timestamp) -> Set<SettingGroup> {
        Set(SettingGroup.allCases.filter { works($0, findings, since: written) })
    }

    private func works(_ group: SettingGroup, _ findings: [Finding], since written: Timestamp) -> Bool {
        func isRight(_ check: CheckName, _ subject: String? = nil) -> Bool {
            let found = findings.filter { $0.check == check && (subject == nil || $0.subject == subject) }
            return !found.isEmpty
                && found.allSatisfy { $0.problem == nil && $0.outcome != .failed && $0.outcome != .notChecked }
        }
        func hasRestarted(_ unit: String) -> Bool {
            guard let unit = installed[unit], unit.active == "active", let since = unit.activeSince else {
                return false
            }
            // systemctl shows whole seconds.
            return since + .seconds(1) > written
        }
        switch group {
        case .database:
            return isRight(.database) && isRight(.marker) && isRight(.unitSettings) && hasCollected(since: written)
        case .api: return isRight(.ports, "api") && hasRestarted(ServiceUnits.api)
        case .web: return isRight(.ports, "web") && hasRestarted(ServiceUnits.web)
        case .dashboard: return isRight(.ports, "web") && isRight(.ports, "api") && hasRestarted(ServiceUnits.web)
        // A degraded run may be that of a source whose address was changed.
        case .sources: return hasCollected(since: written, outcomes: [.ok])
        case .other:
            return isRight(.settings) && !unitSettings.isEmpty && unitSettings.values.allSatisfy { $0.resolved != nil }
        }
    }

    /// Whether a run of this host began since and went well: one that had begun before has the settings of then.
    /// - Parameter outcomes: those that count as having gone well.
    func hasCollected(since moment: Timestamp, outcomes: [RunOutcome] = [.ok, .degraded]) -> Bool {
        if let run = lastRun, run.host == host, run.wentWell, outcomes.contains(run.outcome), run.started > moment {
            return true
        }
        return database.contents?.runs.contains {
            $0.host == host && $0.wentWell && outcomes.contains($0.outcome) && $0.started > moment
        } ?? false
    }
}
