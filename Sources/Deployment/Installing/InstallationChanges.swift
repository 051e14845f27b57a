import Domain
import FoundationEssentials

/// The differences between a plan and what is there, in the order in which they are made good. Pure: nothing is changed here.
package struct InstallationChanges: Sendable {
    package let list: [Change]
    /// Whether the file of settings is another than at the last installation, by whose hand ever: those who read it must be started anew.
    package let settingsChanged: Bool
    /// Whether the program is another than at the last installation.
    package let programChanged: Bool

    /// - Parameters:
    ///   - environment: what was added to the settings, for the detail.
    ///   - rights: what can be done about users and owners.
    /// - Throws: ``DeploymentFailure`` when something may not be read, or is in the way.
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

        var list: [Change] = []
        // First of all: what comes after belongs to it.
        if rights == .all, tree.user(InstallPaths.user) == nil {
            list.append(Change(.create, InstallPaths.user, .makeUser))
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

/// What can be done about users and owners.
package enum OwnershipRights: Sendable {
    /// Root, on this machine: the user is made, and given what is its own.
    case all
    /// Root, in a folder that will be a machine: owners are set where the user exists; at boot, systemd does the rest.
    case known
    /// Somebody else, in a folder of their own: modes only.
    case none
}

/// One thing wanted beside one thing there.
struct InstallationComparison {
    let tree: any InstalledTree
    let written: Manifest
    let rights: OwnershipRights

    func change(_ folder: InstallationPlan.Folder) throws(DeploymentFailure) -> Change? {
        guard let entry = try tree.entry(folder.path) else {
            return Change(
                .create, folder.path, .makeFolder(mode: folder.mode, owner: folder.owner),
                detail: ["+ a folder, \(octal(folder.mode)) \(folder.owner.specification)"])
        }
        switch entry.kind {
        case .folder: return ownership(of: entry, folder.path, folder.mode, folder.owner)
        // A link to a folder on a larger disk is the operator's choice.
        case .link: return nil
        case .file, .other:
            throw DeploymentFailure(
                .io, "\(folder.path) is there, and is not a folder", hint: "move it away, and run this again")
        }
    }

    func change(_ file: InstallationPlan.File, _ environment: EnvironmentText) throws(DeploymentFailure) -> Change? {
        if file.role == .packaged { return nil }
        let program = ["+ the program, \(file.contents.count) bytes"]
        func write(_ verb: Change.Verb, backupPath: String? = nil, _ detail: [String]) -> Change {
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
                        "+ a file, \(octal(file.mode)) \(file.owner.specification), \(file.contents.count { $0 == 10 }) lines"
                    ])
        }
        if entry.contents == file.contents { return ownership(of: entry, file.path, file.mode, file.owner) }
        switch file.role {
        case .settings:
            return write(
                .extend, environment.set.map { "+ \($0)=… (set)" } + environment.added.map { "+ #\($0)= (explained)" })
        case .program:
            return write(.replace, program)
        case .unit, .other, .packaged:
            let lines = LineDifference.lines(from: entry.contents ?? Data(), to: file.contents)
            let isOurs = entry.contents.map { written.has(file.path, with: $0) } ?? false
            return write(.replace, backupPath: isOurs ? nil : try free(beside: file.path), lines)
        }
    }

    func change(_ link: InstallationPlan.Link) throws(DeploymentFailure) -> Change? {
        try tree.entry(link.path)?.kind == .link(to: link.target)
            ? nil : Change(.enable, link.path, .link(to: link.target))
    }

    /// What we wrote goes; what was changed by hand since is kept beside.
    func removal(of path: String) throws(DeploymentFailure) -> Change? {
        guard let entry = try tree.entry(path) else { return nil }
        let isChanged = entry.contents.map { !written.has(path, with: $0) } ?? false
        return Change(.remove, path, .remove(backupPath: isChanged ? try free(beside: path) : nil))
    }

    private func ownership(of entry: InstalledEntry, _ path: String, _ mode: UInt16, _ owner: InstallationPlan.Owner)
        -> Change?
    {
        let user = owner == .service ? tree.user(InstallPaths.user) : 0
        let group = owner == .root ? 0 : tree.group(InstallPaths.user)
        let isOwned =
            switch rights {
            // Of a user that is only being made, nothing can be its own yet.
            case .all: entry.user == user && entry.group == group
            case .known: entry.user == user ?? entry.user && entry.group == group ?? entry.group
            case .none: true
            }
        guard entry.mode != mode || !isOwned else { return nil }
        return Change(
            .repair, path, .own(mode: mode, owner: owner),
            detail: ["- \(octal(entry.mode)) \(entry.user):\(entry.group)", "+ \(octal(mode)) \(owner.specification)"])
    }

    /// The first name beside a file that nobody has. systemd, cron and logrotate pass over files that end so.
    private func free(beside path: String) throws(DeploymentFailure) -> String {
        var number = 1
        while try tree.entry("\(path).\(number).bak") != nil { number += 1 }
        return "\(path).\(number).bak"
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
