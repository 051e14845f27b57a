import Domain
package import FoundationEssentials

/// The planned state of an installation: folders, files and links, with their ownership. Pure.
package struct InstallationPlan: Sendable {
    package enum Owner: Hashable, Sendable { case root, service, rootForService }

    package struct Folder: Hashable, Sendable {
        package let path: String
        package let mode: UInt16
        package let owner: Owner
    }

    package struct File: Hashable, Sendable {
        package enum Role: Hashable, Sendable {
            case program, unit, other
            /// The program as installed by a package manager: tracked to notice upgrades, never written.
            case packaged
            /// The settings file, owned by the operator after the first installation.
            case settings
        }

        package let path: String
        package let contents: Data
        package let mode: UInt16
        package let owner: Owner
        package let role: Role
    }

    package struct Link: Hashable, Sendable {
        package let path: String
        package let target: String
    }

    package let folders: [Folder]
    /// All files except the manifest, which lists them.
    package let files: [File]
    /// The links that `systemctl enable` would create.
    package let links: [Link]
    /// Paths that belong to the other scheduler, or to updates that are off.
    package let unwanted: [String]

    /// - Parameter program: the program's bytes.
    package init(_ installation: Installation, environment: EnvironmentText, program: Data) throws(DeploymentFailure) {
        folders = [
            // Readable, unlike the file in it: a user who may not read the settings must see that they exist.
            Folder(path: InstallPaths.settings, mode: 0o755, owner: .root),
            Folder(path: InstallPaths.state, mode: 0o750, owner: .service),
            Folder(path: InstallPaths.logs, mode: 0o750, owner: .service),
        ]
        let timer = installation.scheduler == .timer
        let values = installation.values
        var files: [File] = []
        func add(_ path: String, from template: String, _ role: File.Role = .other) throws(DeploymentFailure) {
            files.append(
                File(
                    path: path, contents: Data(try DeployFile.text(template, values).utf8), mode: 0o644, owner: .root,
                    role: role))
        }
        let role: File.Role = installation.program == InstallPaths.packagedProgram ? .packaged : .program
        files.append(File(path: installation.program, contents: program, mode: 0o755, owner: .root, role: role))
        try add(InstallPaths.sysusers, from: "sysusers.d/bitcoin-analyzer.conf")
        try add(InstallPaths.tmpfiles, from: "tmpfiles.d/bitcoin-analyzer.conf")
        files.append(
            File(
                path: InstallPaths.environment, contents: Data(environment.text.utf8), mode: 0o640,
                owner: .rootForService, role: .settings))
        let units =
            ServiceUnits.sockets + ServiceUnits.services + ServiceUnits.others
            + (timer ? [ServiceUnits.timer] : [])
            + (installation.updates ? [ServiceUnits.update, ServiceUnits.updateTimer] : [])
        for unit in units { try add(InstallPaths.unit(unit), from: "systemd/" + unit, .unit) }
        if !timer {
            try add(InstallPaths.cron, from: "cron/bitcoin-analyzer")
            try add(InstallPaths.logrotate, from: "logrotate/bitcoin-analyzer")
        }
        self.files = files
        func timerLink(_ timer: String) -> Link {
            Link(path: InstallPaths.unit("timers.target.wants/\(timer)"), target: InstallPaths.unit(timer))
        }
        let schedule = timerLink(ServiceUnits.timer)
        let updates = timerLink(ServiceUnits.updateTimer)
        links =
            ServiceUnits.sockets.map {
                Link(path: InstallPaths.unit("sockets.target.wants/\($0)"), target: InstallPaths.unit($0))
            }
            + ServiceUnits.services.map {
                Link(path: InstallPaths.unit("multi-user.target.wants/\($0)"), target: InstallPaths.unit($0))
            } + [timerLink(ServiceUnits.watchTimer)] + (timer ? [schedule] : [])
            + (installation.updates ? [updates] : [])
        unwanted =
            (timer
                ? [InstallPaths.cron, InstallPaths.logrotate] : [schedule.path, InstallPaths.unit(ServiceUnits.timer)])
            + (installation.updates
                ? []
                : [
                    updates.path, InstallPaths.unit(ServiceUnits.update), InstallPaths.unit(ServiceUnits.updateTimer),
                ])
    }
}
