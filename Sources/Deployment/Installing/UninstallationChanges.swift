package import Domain
import FoundationEssentials
import OperatingSystem

/// The changes of an uninstallation, and what it keeps. Pure: changes nothing.
package struct UninstallationChanges: Sendable {
    package let list: [Change]
    /// Paths that are kept, and the user, to be shown.
    package let kept: [Phrase]

    /// - Parameter purge: whether settings, data, logs and the user are removed too.
    /// - Throws: ``DeploymentFailure`` when a path may not be read.
    package init(in tree: any InstalledTree, purge: Bool, rights: OwnershipRights) throws(DeploymentFailure) {
        let written = Manifest(
            text: (try tree.entry(InstallPaths.manifest)?.contents).map { String(decoding: $0, as: UTF8.self) } ?? "")
        let compare = InstallationComparison(tree: tree, written: written, rights: rights)
        let units =
            ServiceUnits.sockets + ServiceUnits.services + ServiceUnits.others + [ServiceUnits.timer]
            + [ServiceUnits.update, ServiceUnits.updateTimer, ServiceUnits.undo]
        let links =
            ServiceUnits.sockets.map { "sockets.target.wants/" + $0 }
            + ServiceUnits.services.map { "multi-user.target.wants/" + $0 }
            + ["multi-user.target.wants/" + ServiceUnits.undo]
            + [ServiceUnits.timer, ServiceUnits.watchTimer, ServiceUnits.updateTimer].map {
                "timers.target.wants/" + $0
            }
        var known = Set(written.digests.keys)
        known.formUnion((units + links).map(InstallPaths.unit))
        known.formUnion([
            InstallPaths.cron, InstallPaths.logrotate, InstallPaths.sysusers, InstallPaths.tmpfiles,
            InstallPaths.timerStamp,
        ])
        known.remove(InstallPaths.environment)
        known.remove(InstallPaths.packagedProgram)

        var list: [Change] = []
        var kept: [Phrase] = []
        for path in known.sorted() {
            // systemd writes this file, so there is no digest of it.
            if path == InstallPaths.timerStamp {
                if try tree.entry(path) != nil { list.append(Change(.remove, path, .remove(backupPath: nil))) }
                continue
            }
            guard let change = try compare.removal(of: path) else { continue }
            list.append(purge ? Change(.remove, path, .remove(backupPath: nil)) : change)
            if !purge, let backupPath = change.backupPath { kept.append(Phrase(verbatim: backupPath)) }
        }
        if try tree.entry(InstallPaths.manifest) != nil {
            list.append(Change(.remove, InstallPaths.manifest, .remove(backupPath: nil)))
        }
        // Programs, and what was installed with them: of no use without an installation.
        if try tree.entry(InstallPaths.releases) != nil {
            list.append(Change(.remove, InstallPaths.releases, .removeTree))
        }
        let own =
            Self.operatorsOwn(units, beside: known, in: tree) + [
                InstallPaths.settings, InstallPaths.state, InstallPaths.logs,
            ]
        for path in own where try tree.entry(path) != nil {
            if purge { list.append(Change(.remove, path, .removeTree)) } else { kept.append(Phrase(verbatim: path)) }
        }
        if tree.user(InstallPaths.user) != nil || tree.group(InstallPaths.user) != nil {
            if purge, rights == .all {
                list.append(Change(.remove, InstallPaths.user, .removeUser))
            } else {
                kept.append(Phrase("user \(InstallPaths.user)", fr: "utilisateur \(InstallPaths.user)"))
            }
        }
        self.list = list
        self.kept = kept
    }

    /// Drop-ins of our units, and backups of files modified by hand.
    private static func operatorsOwn(_ units: [String], beside known: Set<String>, in tree: any InstalledTree)
        -> [String]
    {
        let dropIns = units.map { InstallPaths.unit($0) + ".d" }
        let kept = Set(known.map { folderAndName(of: $0).folder }).flatMap { folder in
            tree.names(in: folder).map { folder + "/" + $0 }.filter { path in
                path.hasSuffix(".bak") && known.contains { path.hasPrefix($0 + ".") }
            }
        }
        return dropIns + kept.sorted()
    }
}
