import Domain

/// Which commands bring the running services in step with files that changed. Pure.
package struct ServiceSteps: Hashable, Sendable {
    /// Before files are removed.
    package let before: [[String]]
    package let after: [[String]]

    /// Nothing: where only files are written.
    package static let none = ServiceSteps(before: [], after: [])

    /// - Parameters:
    ///   - active: units of ours that run, or wait, now.
    ///   - settingsChanged: as ``InstallationChanges`` has it.
    package static func install(_ changes: InstallationChanges, scheduler: Scheduler, active: Set<String>)
        -> ServiceSteps
    {
        let touched = Set(changes.list.map(\.path))
        var before: [[String]] = []
        var after: [[String]] = []
        if scheduler == .cron, active.contains(ServiceUnits.timer) {
            before.append(["systemctl", "stop", ServiceUnits.timer])
        }
        if touched.contains(where: { $0.hasPrefix(InstallPaths.units + "/") }) {
            after.append(["systemctl", "daemon-reload"])
        }

        var restart: [String] = []
        var start: [String] = []
        for (service, socket) in zip(ServiceUnits.services, ServiceUnits.sockets) {
            if touched.contains(InstallPaths.unit(socket)), active.contains(socket) {
                // A socket takes another port only while its service is stopped.
                after.append(["systemctl", "stop", service])
                after.append(["systemctl", "restart", socket])
                start.append(service)
            } else {
                if !active.contains(socket) { start.append(socket) }
                let isOld =
                    changes.programChanged || changes.settingsChanged || touched.contains(InstallPaths.unit(service))
                if isOld, active.contains(service) {
                    restart.append(service)
                } else if !active.contains(service) {
                    start.append(service)
                }
            }
        }
        if scheduler == .timer {
            if !active.contains(ServiceUnits.timer) {
                start.append(ServiceUnits.timer)
            } else if touched.contains(InstallPaths.unit(ServiceUnits.timer)) {
                restart.append(ServiceUnits.timer)
            }
        }
        // Sockets first: their services ask for them anyway, and a service that is there before its socket holds the port itself.
        if !start.isEmpty {
            after.append(
                ["systemctl", "start"] + start.filter(ServiceUnits.sockets.contains)
                    + start.filter { !ServiceUnits.sockets.contains($0) })
        }
        if !restart.isEmpty { after.append(["systemctl", "restart"] + restart) }
        return ServiceSteps(before: before, after: after)
    }

    /// - Parameter active: units of ours that run, or wait, now.
    package static func uninstall(_ removal: UninstallationChanges, active: Set<String>) -> ServiceSteps {
        let order = [ServiceUnits.timer, ServiceUnits.collect] + ServiceUnits.sockets + ServiceUnits.services
        let stopped = order.filter(active.contains)
        let reload = removal.list.contains { $0.path.hasPrefix(InstallPaths.units + "/") }
        return ServiceSteps(
            before: stopped.isEmpty ? [] : [["systemctl", "stop"] + stopped],
            after: reload
                ? [["systemctl", "daemon-reload"], ["systemctl", "reset-failed", "bitcoin-analyzer-*"]] : [])
    }
}
