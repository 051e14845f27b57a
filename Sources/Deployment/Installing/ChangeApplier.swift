import Domain
import FoundationEssentials
package import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Applies changes to this machine or to the root folder of an image. Files are replaced atomically.
package struct ChangeApplier: Sendable {
    private let tree: FilesystemRoot
    private let rights: OwnershipRights
    private let run: RunCommand

    package init(_ tree: FilesystemRoot, rights: OwnershipRights, run: @escaping RunCommand) {
        self.tree = tree
        self.rights = rights
        self.run = run
    }

    /// - Throws: ``DeploymentFailure``. Earlier changes are kept; the next run continues from there.
    package func apply(_ change: Change) async throws(DeploymentFailure) {
        let path = tree.root + change.path
        switch change.action {
        case .createUser: try await createUser()
        case .createFolder(let mode, let owner):
            try createFolder(path)
            try setOwnership(of: path, mode, owner)
        case .write(let data, let mode, let owner, let backupPath):
            if let backupPath {
                try check(rename(path, tree.root + backupPath), Phrase("rename \(path)", fr: "renommer \(path)"))
            }
            try write(data, to: path, mode, owner)
        case .link(let target):
            try createFolder(folderAndName(of: path).folder)
            unlink(path)
            try check(symlink(target, path), Phrase("create the link \(path)", fr: "créer le lien \(path)"))
        case .setOwnership(let mode, let owner): try setOwnership(of: path, mode, owner)
        case .remove(let backupPath):
            if let backupPath {
                try check(rename(path, tree.root + backupPath), Phrase("rename \(path)", fr: "renommer \(path)"))
            } else {
                try check(unlink(path), Phrase("remove \(path)", fr: "supprimer \(path)"))
            }
            removeEmpty(folderAndName(of: path).folder)
        case .removeTree:
            do { try FileManager.default.removeItem(atPath: path) } catch {
                throw DeploymentFailure(
                    .io,
                    Phrase("cannot remove \(path)", fr: "impossible de supprimer \(path)"),
                    hint: Phrase("check it: ls -la \(path)", fr: "vérifiez-le\u{A0}: ls -la \(path)"),
                    detail: "\(error)")
            }
        case .removeUser: try await removeUser()
        }
    }

    private func createUser() async throws(DeploymentFailure) {
        // The file that is installed as sysusers.d describes the user, so that there is one description.
        try write(
            Data(try DeployFile.text("sysusers.d/bitcoin-analyzer.conf").utf8), to: tree.root + InstallPaths.sysusers,
            0o644, .root)
        try await command(
            ["systemd-sysusers", tree.root + InstallPaths.sysusers],
            Phrase("create the user \(InstallPaths.user)", fr: "créer l’utilisateur \(InstallPaths.user)"))
    }

    private func removeUser() async throws(DeploymentFailure) {
        if tree.user(InstallPaths.user) != nil {
            try await command(
                ["userdel", InstallPaths.user],
                Phrase("remove the user \(InstallPaths.user)", fr: "supprimer l’utilisateur \(InstallPaths.user)"))
        }
        // userdel also removes the group when it is the user's own.
        if tree.group(InstallPaths.user) != nil {
            try await command(
                ["groupdel", InstallPaths.user],
                Phrase("remove the group \(InstallPaths.user)", fr: "supprimer le groupe \(InstallPaths.user)"))
        }
    }

    private func command(_ words: [String], _ purpose: Phrase) async throws(DeploymentFailure) {
        let reason: Phrase
        var detail: String?
        do throws(CommandError) {
            let result = try await run(words, .seconds(30))
            if result.status == 0 { return }
            reason = Phrase(
                "\(words[0]) exited with status \(result.status)",
                fr: "\(words[0]) s’est terminé avec le code \(result.status)")
            detail = result.errors.condensedLine(limit: 400)
        } catch {
            reason = error.phrase
        }
        throw DeploymentFailure(
            .unavailable,
            Phrase("cannot \(purpose.english): ", fr: "impossible de \(purpose.french)\u{A0}: ") + reason,
            hint: .runByHand(words), detail: detail)
    }

    /// A running program keeps the file that it was started from.
    private func write(_ data: Data, to path: String, _ mode: UInt16, _ owner: InstallationPlan.Owner)
        throws(DeploymentFailure)
    {
        try createFolder(folderAndName(of: path).folder)
        let ids = try ids(of: owner)
        do throws(FileError) {
            // A fixed temporary name: what a killed installation left in a folder that other programs read does not
            // stay there.
            let file = try FileReplacement(
                of: path, mode: mode_t(mode), owner: ids.map { .ids(user: $0.user, group: $0.group) } ?? .process,
                temporaryName: .suffix(".installing"))
            try file.write(data)
            try file.commit()
        } catch {
            throw failure(error)
        }
    }

    /// By descriptor, and not through a symbolic link that has come in between.
    private func setOwnership(of path: String, _ mode: UInt16, _ owner: InstallationPlan.Owner)
        throws(DeploymentFailure)
    {
        let ids = try ids(of: owner)
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        try check(descriptor, Phrase("open \(path)", fr: "ouvrir \(path)"))
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFREG || status.st_nlink == 1 else {
            // A second name of another file, planted in a folder of the service.
            throw failure(FileError(path, .otherOwner, code: EPERM))
        }
        if let ids {
            try check(
                fchown(descriptor, ids.user, ids.group),
                Phrase(
                    "set the owner of \(path) to \(owner.specification)",
                    fr: "donner \(path) à \(owner.specification)"))
        }
        try check(
            fchmod(descriptor, mode_t(mode)),
            Phrase("set the permissions of \(path)", fr: "définir les droits de \(path)"))
    }

    /// `nil` where owners are not set.
    private func ids(of owner: InstallationPlan.Owner) throws(DeploymentFailure) -> (user: UInt32, group: UInt32)? {
        guard rights != .none else { return nil }
        let user = owner == .service ? tree.user(InstallPaths.user) : 0
        let group = owner == .root ? 0 : tree.group(InstallPaths.user)
        if rights == .all, user == nil || group == nil {
            throw DeploymentFailure(
                .unavailable,
                Phrase(
                    "the user \(InstallPaths.user) does not exist after its creation",
                    fr: "l’utilisateur \(InstallPaths.user) n’existe pas après sa création"),
                hint: Phrase(
                    "check it: getent passwd \(InstallPaths.user)",
                    fr: "vérifiez\u{A0}: getent passwd \(InstallPaths.user)"))
        }
        return (user ?? 0, group ?? 0)
    }

    private func createFolder(_ path: String) throws(DeploymentFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        } catch {
            let parent = folderAndName(of: path).folder
            throw DeploymentFailure(
                .io, Phrase("cannot create \(path)", fr: "impossible de créer \(path)"),
                hint: Phrase(
                    "check its parent: ls -ld \(parent)", fr: "vérifiez le dossier parent\u{A0}: ls -ld \(parent)"),
                detail: "\(error)")
        }
    }

    /// Removes an empty `multi-user.target.wants` and the like.
    private func removeEmpty(_ path: String) { if path.hasSuffix(".wants") { rmdir(path) } }

    private func check(_ result: Int32, _ purpose: Phrase) throws(DeploymentFailure) {
        if result < 0 { throw failure(purpose) }
    }

    private func failure(_ purpose: Phrase) -> DeploymentFailure {
        let code = errno
        return failure(
            Phrase("cannot \(purpose.english): ", fr: "impossible de \(purpose.french)\u{A0}: ")
                + SystemError.phrase(code),
            isPermission: code == EACCES || code == EPERM || code == EROFS)
    }

    private func failure(_ error: FileError) -> DeploymentFailure {
        failure(error.phrase, isPermission: error.isPermission)
    }

    private func failure(_ message: Phrase, isPermission: Bool) -> DeploymentFailure {
        DeploymentFailure(
            isPermission ? .permission : .io, message,
            hint: isPermission
                ? Phrase(
                    "run it as root, with sudo; check that the file system is writable",
                    fr:
                        "lancez la commande en root, avec sudo\u{A0}; vérifiez que le système de fichiers accepte "
                        + "l’écriture"
                )
                : Phrase(
                    "fix the cause and run the command again: it continues where it stopped",
                    fr: "corrigez la cause et relancez la commande\u{A0}: elle reprend où elle s’est arrêtée"))
    }
}
