import Domain
package import FoundationEssentials

/// What is installed, to return to it byte for byte: the files of the manifest, except the program, and the links.
package struct InstallationSnapshot: Hashable, Sendable, Codable {
    struct File: Hashable, Sendable, Codable {
        let path: String
        let contents: Data
        let mode: UInt16
        let owner: String
    }

    struct Link: Hashable, Sendable, Codable {
        let path: String
        let target: String
    }

    let files: [File]
    let links: [Link]
    /// Where the program is.
    package let program: String

    /// The folders in which units are enabled.
    private static let enabled = ["sockets.target.wants", "multi-user.target.wants", "timers.target.wants"]

    /// - Throws: ``DeploymentFailure`` where nothing is installed, or the program is a package's.
    package init(of tree: any InstalledTree) throws(DeploymentFailure) {
        guard let manifest = try Self.manifest(in: tree) else {
            throw DeploymentFailure(
                .unavailable,
                Phrase(
                    "the service is not installed on this host", fr: "le service n’est pas installé sur cette machine"),
                hint: Phrase("run: sudo bitcoin-analyzer install", fr: "lancez\u{A0}: sudo bitcoin-analyzer install"))
        }
        guard manifest.digests[InstallPaths.packagedProgram] == nil else {
            throw DeploymentFailure(
                .configuration,
                Phrase(
                    "the program belongs to the Debian package, which its package manager updates",
                    fr: "le programme appartient au paquet Debian, que met à jour le gestionnaire de paquets"),
                hint: Phrase(
                    "run: sudo apt install ./bitcoin-analyzer_VERSION_ARCHITECTURE.deb",
                    fr: "lancez\u{A0}: sudo apt install ./bitcoin-analyzer_VERSION_ARCHITECTURE.deb"))
        }
        var files: [File] = []
        for path in manifest.digests.keys.sorted() + [InstallPaths.manifest] where path != InstallPaths.program {
            guard let entry = try tree.entry(path), let contents = entry.contents else { continue }
            let service = tree.user(InstallPaths.user)
            let owner =
                entry.user == 0
                ? entry.group == 0 ? "root" : "root-for-service" : entry.user == service ? "service" : "root"
            files.append(File(path: path, contents: contents, mode: entry.mode, owner: owner))
        }
        self.files = files
        links = try Self.links(in: tree)
        program = InstallPaths.program
    }

    /// What returns to it, in order: the manifest is last.
    /// - Parameter program: the program of its release.
    /// - Throws: ``DeploymentFailure``
    package func changes(in tree: any InstalledTree, program bytes: Data) throws(DeploymentFailure) -> [Change] {
        let current = try Self.manifest(in: tree) ?? Manifest(digests: [:])
        var list: [Change] = []
        let wanted = Set(files.map(\.path)).union([program, InstallPaths.manifest])
        for path in current.digests.keys.sorted() where !wanted.contains(path) {
            if try tree.entry(path) != nil { list.append(Change(.remove, path, .remove(backupPath: nil))) }
        }
        if try tree.entry(program)?.contents != bytes {
            list.append(
                Change(.replace, program, .write(bytes, mode: 0o755, owner: .root, backupPath: nil)))
        }
        for file in files.filter({ $0.path != InstallPaths.manifest })
            + files.filter({ $0.path == InstallPaths.manifest })
        {
            let entry = try tree.entry(file.path)
            if entry?.contents == file.contents, entry?.mode == file.mode { continue }
            // Settings that a person changed since are that person's.
            if file.path == InstallPaths.environment, let contents = entry?.contents,
                !current.has(file.path, with: contents)
            {
                continue
            }
            list.append(
                Change(
                    .replace, file.path,
                    .write(file.contents, mode: file.mode, owner: file.planOwner, backupPath: nil)))
        }
        let now = try Self.links(in: tree)
        // Before the manifest, so that a restoration that is ended early is continued by the next one.
        let last = list.last?.path == InstallPaths.manifest ? list.removeLast() : nil
        for link in now where !links.contains(where: { $0.path == link.path }) {
            list.append(Change(.remove, link.path, .remove(backupPath: nil)))
        }
        for link in links where !now.contains(link) { list.append(Change(.enable, link.path, .link(to: link.target))) }
        return list + [last].compactMap(\.self)
    }

    private static func manifest(in tree: any InstalledTree) throws(DeploymentFailure) -> Manifest? {
        try tree.entry(InstallPaths.manifest)?.contents.map { Manifest(text: String(decoding: $0, as: UTF8.self)) }
    }

    private static func links(in tree: any InstalledTree) throws(DeploymentFailure) -> [Link] {
        var links: [Link] = []
        for folder in enabled.map({ InstallPaths.unit($0) }) {
            for name in tree.names(in: folder) where name.hasPrefix("bitcoin-analyzer") && name != ServiceUnits.undo {
                guard case .link(let target)? = try tree.entry(folder + "/" + name)?.kind else { continue }
                links.append(Link(path: folder + "/" + name, target: target))
            }
        }
        return links
    }
}

extension InstallationSnapshot.File {
    fileprivate var planOwner: InstallationPlan.Owner {
        switch owner {
        case "service": .service
        case "root-for-service": .rootForService
        default: .root
        }
    }
}
