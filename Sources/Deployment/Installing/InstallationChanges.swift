import Domain
import FoundationEssentials

/// The differences between a plan and the actual state, in the order in which they are applied. Pure: changes nothing.
package struct InstallationChanges: Sendable {
    package let list: [Change]
    /// Whether the settings file differs from the last installation, by whatever edit: services must be restarted.
    package let settingsChanged: Bool
    /// Whether the program differs from the last installation.
    package let programChanged: Bool
    /// Whether releases are looked for by a timer.
    package let hasUpdates: Bool

    /// - Parameters:
    ///   - environment: the settings text, for the details.
    ///   - rights: whether users and ownership can be changed.
    /// - Throws: ``DeploymentFailure`` when a path may not be read, or has the wrong type.
    package init(
        _ plan: InstallationPlan, environment: EnvironmentText, in tree: any InstalledTree, rights: OwnershipRights
    ) throws(DeploymentFailure) {
        let old = try tree.entry(InstallPaths.manifest)?.contents
        let written = Manifest(text: old.map { String(decoding: $0, as: UTF8.self) } ?? "")
        let compare = InstallationComparison(tree: tree, written: written, rights: rights)
        func isOther(_ roles: Set<InstallationPlan.File.Role>) -> Bool {
            plan.files.contains { roles.contains($0.role) && !written.has($0.path, with: $0.contents) }
        }
        settingsChanged = isOther([.settings])
        programChanged = isOther([.program, .packaged])

        hasUpdates = plan.files.contains { $0.path == InstallPaths.unit(ServiceUnits.updateTimer) }

        var list: [Change] = []
        // First, because later changes set its ownership.
        if rights == .all, tree.user(InstallPaths.user) == nil {
            list.append(Change(.create, InstallPaths.user, .createUser))
        }
        for folder in plan.folders { if let change = try compare.change(folder) { list.append(change) } }
        let wanted = Set(plan.files.map(\.path) + plan.links.map(\.path))
        let stale = Set(written.digests.keys).union(plan.unwanted).subtracting(wanted).subtracting([
            InstallPaths.packagedProgram
        ])
        for path in stale.sorted() { if let change = try compare.removal(of: path) { list.append(change) } }
        for file in plan.files { if let change = try compare.change(file, environment) { list.append(change) } }
        for link in plan.links { if let change = try compare.change(link) { list.append(change) } }
        let new = Data(Manifest(of: plan.files).text.utf8)
        if old != new {
            list.append(
                Change(
                    old == nil ? .create : .replace, InstallPaths.manifest,
                    .write(new, mode: 0o644, owner: .root, backupPath: nil)))
        }
        self.list = list
    }
}

/// How users and ownership can be changed.
package enum OwnershipRights: Sendable {
    /// Root on this machine: the user is created, and ownership is set.
    case all
    /// Root in the root folder of an image: ownership is set if the user exists there; systemd does the rest at boot.
    case known
    /// Not root: only modes are set.
    case none
}

/// Compares planned items with the actual ones.
struct InstallationComparison {
    let tree: any InstalledTree
    let written: Manifest
    let rights: OwnershipRights

    func change(_ folder: InstallationPlan.Folder) throws(DeploymentFailure) -> Change? {
        guard let entry = try tree.entry(folder.path) else {
            return Change(
                .create, folder.path, .createFolder(mode: folder.mode, owner: folder.owner),
                detail: [
                    Phrase("+ folder, ", fr: "+ dossier, ") + rights(folder.mode, folder.owner)
                ])
        }
        switch entry.kind {
        case .folder: return ownership(of: entry, folder.path, folder.mode, folder.owner)
        // The operator may link to a folder on another disk.
        case .link: return nil
        case .file, .other:
            throw DeploymentFailure(
                .io, Phrase("\(folder.path) is not a folder", fr: "\(folder.path) n’est pas un dossier"),
                hint: Phrase("move it and run this again", fr: "déplacez-le et relancez la commande"))
        }
    }

    func change(_ file: InstallationPlan.File, _ environment: EnvironmentText) throws(DeploymentFailure) -> Change? {
        if file.role == .packaged { return nil }
        let program = [Phrase("+ program, ", fr: "+ programme, ") + .bytes(file.contents.count)]
        func write(_ verb: Change.Verb, backupPath: String? = nil, _ detail: [Phrase]) -> Change {
            Change(
                verb, file.path, .write(file.contents, mode: file.mode, owner: file.owner, backupPath: backupPath),
                detail: detail
            )
        }
        guard let entry = try tree.entry(file.path) else {
            return write(
                .create,
                file.role == .program
                    ? program
                    : [
                        Phrase("+ file, ", fr: "+ fichier, ") + rights(file.mode, file.owner) + Phrase(verbatim: ", ")
                            + Phrase(
                                count: file.contents.count { $0 == 10 }, ("line", "lines"), fr: ("ligne", "lignes"))
                    ])
        }
        if entry.contents == file.contents { return ownership(of: entry, file.path, file.mode, file.owner) }
        switch file.role {
        case .settings:
            return write(
                .extend,
                environment.set.map { Phrase("+ \($0)=… (set)", fr: "+ \($0)=… (défini)") }
                    + environment.added.map { Phrase("+ #\($0)= (commented out)", fr: "+ #\($0)= (en commentaire)") })
        case .program:
            return write(.replace, program)
        case .unit, .other, .packaged:
            let lines = LineDifference.lines(from: entry.contents ?? Data(), to: file.contents)
            let isOurs = entry.contents.map { written.has(file.path, with: $0) } ?? false
            return write(.replace, backupPath: isOurs ? nil : try backupPath(for: file.path), lines)
        }
    }

    func change(_ link: InstallationPlan.Link) throws(DeploymentFailure) -> Change? {
        try tree.entry(link.path)?.kind == .link(to: link.target)
            ? nil : Change(.enable, link.path, .link(to: link.target))
    }

    /// Removes a file that was installed; one modified by hand is kept under another name.
    func removal(of path: String) throws(DeploymentFailure) -> Change? {
        guard let entry = try tree.entry(path) else { return nil }
        let isChanged = entry.contents.map { !written.has(path, with: $0) } ?? false
        return Change(.remove, path, .remove(backupPath: isChanged ? try backupPath(for: path) : nil))
    }

    private func ownership(of entry: InstalledEntry, _ path: String, _ mode: UInt16, _ owner: InstallationPlan.Owner)
        -> Change?
    {
        let user = owner == .service ? tree.user(InstallPaths.user) : 0
        let group = owner == .root ? 0 : tree.group(InstallPaths.user)
        let isOwned =
            switch rights {
            // A user that does not exist yet owns nothing.
            case .all: entry.user == user && entry.group == group
            case .known: entry.user == user ?? entry.user && entry.group == group ?? entry.group
            case .none: true
            }
        guard entry.mode != mode || !isOwned else { return nil }
        return Change(
            .repair, path, .setOwnership(mode: mode, owner: owner),
            detail: [
                Phrase(verbatim: "- \(octal(entry.mode)) \(entry.user):\(entry.group)"),
                Phrase(verbatim: "+ ") + rights(mode, owner),
            ])
    }

    /// The first unused backup name; systemd, cron and logrotate ignore names that end in `.bak`.
    private func backupPath(for path: String) throws(DeploymentFailure) -> String {
        var number = 1
        while try tree.entry("\(path).\(number).bak") != nil { number += 1 }
        return "\(path).\(number).bak"
    }

    /// `0750 root:bitcoin-analyzer`
    private func rights(_ mode: UInt16, _ owner: InstallationPlan.Owner) -> Phrase {
        Phrase(verbatim: "\(octal(mode)) \(owner.specification)")
    }

    private func octal(_ mode: UInt16) -> String { "0" + String(mode, radix: 8) }
}

extension InstallationPlan.Owner {
    var specification: String {
        switch self {
        case .root: "root:root"
        case .service: "\(InstallPaths.user):\(InstallPaths.user)"
        case .rootForService: "root:\(InstallPaths.user)"
        }
    }
}
