import Domain

extension ServiceSteps {
    /// Makes running services use files that were restored.
    /// - Parameter active: our units that are active, including waiting timers and sockets.
    static func restore(_ changes: [Change], active: Set<String>) -> ServiceSteps {
        let touched = Set(changes.map(\.path))
        guard !touched.isEmpty else { return .none }
        let updates = ServiceUnits.updateTimer
        let updatesEnd = changes.contains { $0.path == InstallPaths.unit(updates) && $0.verb == .remove }
        // While it is active, systemd keeps a timer whose file is gone.
        var after: [[String]] = updatesEnd && active.contains(updates) ? [["systemctl", "stop", updates]] : []
        after.append(["systemctl", "daemon-reload"])
        for (service, socket) in zip(ServiceUnits.services, ServiceUnits.sockets)
        where touched.contains(InstallPaths.unit(socket)) && active.contains(socket) {
            // A socket unit changes its port only while its service is stopped.
            after.append(["systemctl", "stop", service])
            after.append(["systemctl", "restart", socket])
        }
        // A timer that the restored release enables, and the other one has not.
        let isEnabled = changes.contains {
            $0.path == InstallPaths.unit("timers.target.wants/\(updates)") && $0.verb == .enable
        }
        let timers =
            [ServiceUnits.timer, ServiceUnits.watchTimer].filter(active.contains)
            + (!updatesEnd && active.contains(updates) || isEnabled ? [updates] : [])
        after.append(["systemctl", "restart"] + ServiceUnits.services + timers)
        return ServiceSteps(before: [], after: after)
    }
}
