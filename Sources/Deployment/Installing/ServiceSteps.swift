import Domain

/// The systemctl commands that make running services use changed files. Pure.
package struct ServiceSteps: Hashable, Sendable {
    /// Run before files are written or removed.
    package let before: [[String]]
    package let after: [[String]]

    /// No commands: only files are written.
    package static let none = ServiceSteps(before: [], after: [])

    /// - Parameters:
    ///   - active: our units that are active, including waiting timers and sockets.
    package static func install(_ changes: InstallationChanges, scheduler: Scheduler, active: Set<String>)
        -> ServiceSteps
    {
        let touched = Set(changes.list.map(\.path))
        var before: [[String]] = []
        var after: [[String]] = []
        if scheduler == .cron, active.contains(ServiceUnits.timer) {
            before.append(["systemctl", "stop", ServiceUnits.timer])
        }
        let updatesEnd = changes.list.contains {
            $0.path == InstallPaths.unit(ServiceUnits.updateTimer) && $0.verb == .remove
        }
        if updatesEnd, active.contains(ServiceUnits.updateTimer) {
            before.append(["systemctl", "stop", ServiceUnits.updateTimer])
        }
        if touched.contains(where: { $0.hasPrefix(InstallPaths.units + "/") }) {
            after.append(["systemctl", "daemon-reload"])
        }

        var restart: [String] = []
        var start: [String] = []
        for (service, socket) in zip(ServiceUnits.services, ServiceUnits.sockets) {
            if touched.contains(InstallPaths.unit(socket)), active.contains(socket) {
                // A socket unit changes its port only while its service is stopped.
                after.append(["systemctl", "stop", service])
                after.append(["systemctl", "restart", socket])
                start.append(service)
            } else {
                if !active.contains(socket) { start.append(socket) }
                let isOutdated =
                    changes.programChanged || changes.settingsChanged || touched.contains(InstallPaths.unit(service))
                if isOutdated, active.contains(service) {
                    restart.append(service)
                } else if !active.contains(service) {
                    start.append(service)
                }
            }
        }
        let updates = changes.hasUpdates ? [ServiceUnits.updateTimer] : []
        for timer in (scheduler == .timer ? [ServiceUnits.timer] : []) + [ServiceUnits.watchTimer] + updates {
            if !active.contains(timer) {
                start.append(timer)
            } else if touched.contains(InstallPaths.unit(timer)) {
                restart.append(timer)
            }
        }
        // Sockets first: a service started before its socket would hold the port itself.
        if !start.isEmpty {
            after.append(
                ["systemctl", "start"] + start.filter(ServiceUnits.sockets.contains)
                    + start.filter { !ServiceUnits.sockets.contains($0) })
        }
        if !restart.isEmpty { after.append(["systemctl", "restart"] + restart) }
        return ServiceSteps(before: before, after: after)
    }

    /// - Parameter active: our units that are active, including waiting timers and sockets.
    package static func uninstall(_ removal: UninstallationChanges, active: Set<String>) -> ServiceSteps {
        let order =
            [
                ServiceUnits.updateTimer, ServiceUnits.watchTimer, ServiceUnits.watch, ServiceUnits.timer,
                ServiceUnits.retryTimer,
                ServiceUnits.collect,
            ] + ServiceUnits.sockets + ServiceUnits.services
        let stopped = order.filter(active.contains)
        let reload = removal.list.contains { $0.path.hasPrefix(InstallPaths.units + "/") }
        return ServiceSteps(
            before: stopped.isEmpty ? [] : [["systemctl", "stop"] + stopped],
            after: reload
                ? [["systemctl", "daemon-reload"], ["systemctl", "reset-failed", "bitcoin-analyzer-*"]] : [])
    }
}
