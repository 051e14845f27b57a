import Domain

extension ServiceSteps {
    /// Makes running services use files that were restored.
    /// - Parameter active: our units that are active, including waiting timers and sockets.
    static func restore(_ changes: [Change], active: Set<String>) -> ServiceSteps {
        let touched = Set(changes.map(\.path))
        guard !touched.isEmpty else { return .none }
        var after: [[String]] = [["systemctl", "daemon-reload"]]
        for (service, socket) in zip(ServiceUnits.services, ServiceUnits.sockets)
        where touched.contains(InstallPaths.unit(socket)) && active.contains(socket) {
            // A socket unit changes its port only while its service is stopped.
            after.append(["systemctl", "stop", service])
            after.append(["systemctl", "restart", socket])
        }
        let timers = [ServiceUnits.timer, ServiceUnits.watchTimer].filter(active.contains)
        after.append(["systemctl", "restart"] + ServiceUnits.services + timers)
        return ServiceSteps(before: [], after: after)
    }
}
