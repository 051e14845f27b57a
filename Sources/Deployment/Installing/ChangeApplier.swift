import Domain
import FoundationEssentials
package import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Makes changes to the machine, or to the folder that will be one. Each file is replaced in one step, so that whoever reads it meanwhile
/// has the old one or the new one.
package struct ChangeApplier: Sendable {
    private let tree: FilesystemRoot
    private let rights: OwnershipRights
    private let run: RunCommand

    package init(_ tree: FilesystemRoot, rights: OwnershipRights, run: @escaping RunCommand) {
        self.tree = tree
        self.rights = rights
        self.run = run
    }

    /// - Throws: ``DeploymentFailure``; what was done before it stays done, and the next run goes on from there.
    package func apply(_ change: Change) async throws(DeploymentFailure) {
        let path = tree.root + change.path
        switch change.action {
        case .makeUser: try await makeUser()
        case .makeFolder(let mode, let owner):
            try folder(path)
            try own(path, mode, owner)
        case .write(let data, let mode, let owner, let backupPath):
            if let backupPath { try check(rename(path, tree.root + backupPath), "keep \(path) beside") }
            try write(data, to: path, mode, owner)
        case .link(let target):
            try folder(parent(of: path))
            unlink(path)
            try check(symlink(target, path), "make the link \(path)")
        case .own(let mode, let owner): try own(path, mode, owner)
        case .remove(let backupPath):
            if let backupPath {
                try check(rename(path, tree.root + backupPath), "keep \(path) beside")
            } else {
                try check(unlink(path), "remove \(path)")
            }
            removeEmpty(parent(of: path))
        case .removeTree:
            do { try FileManager.default.removeItem(atPath: path) } catch {
                throw DeploymentFailure(.io, "\(path) cannot be removed: \(error)", hint: "look at it: ls -la \(path)")
            }
        case .removeUser: try await removeUser()
        }
    }

    private func makeUser() async throws(DeploymentFailure) {
        // The same text that is installed as sysusers.d, so that there is one description of the user.
        try write(
            Data(try DeployFile.text("sysusers.d/bitcoin-analyzer.conf").utf8), to: tree.root + InstallPaths.sysusers,
            0o644, .root)
        try await command(
            ["systemd-sysusers", tree.root + InstallPaths.sysusers], "make the user \(InstallPaths.user)")
    }

    private func removeUser() async throws(DeploymentFailure) {
        if tree.user(InstallPaths.user) != nil {
            try await command(["userdel", InstallPaths.user], "remove the user \(InstallPaths.user)")
        }
        // userdel takes the group along where it is the user's own.
        if tree.group(InstallPaths.user) != nil {
            try await command(["groupdel", InstallPaths.user], "remove the group \(InstallPaths.user)")
        }
    }

    private func command(_ words: [String], _ purpose: String) async throws(DeploymentFailure) {
        do {
            let result = try await run(words, .seconds(30))
            guard result.status == 0 else {
                throw DeploymentFailure(
                    .unavailable,
                    "cannot \(purpose): \(words[0]) ended with \(result.status): \(result.errors.prefix(400))",
                    hint: "run it by hand: \(words.joined(separator: " "))")
            }
        } catch let trouble as CommandError {
            throw DeploymentFailure(
                .unavailable, "cannot \(purpose): \(trouble)", hint: "run it by hand: \(words.joined(separator: " "))")
        } catch let failure as DeploymentFailure {
            throw failure
        } catch {
            throw DeploymentFailure(
                .unavailable, "cannot \(purpose): \(error)", hint: "run it by hand: \(words.joined(separator: " "))")
        }
    }

    /// A running program keeps the file that it was started from.
    private func write(_ data: Data, to path: String, _ mode: UInt16, _ owner: InstallationPlan.Owner)
        throws(DeploymentFailure)
    {
        try folder(parent(of: path))
        let ids = try ids(of: owner)
        do throws(FileError) {
            // A fixed temporary name: what a killed installation left in a folder that other programs read does not stay there.
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
    private func own(_ path: String, _ mode: UInt16, _ owner: InstallationPlan.Owner) throws(DeploymentFailure) {
        let ids = try ids(of: owner)
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        try check(descriptor, "open \(path)")
        defer { close(descriptor) }
        if let ids { try check(fchown(descriptor, ids.user, ids.group), "give \(path) to \(owner.specification)") }
        try check(fchmod(descriptor, mode_t(mode)), "set the permissions of \(path)")
    }

    /// `nil` where owners are not set.
    private func ids(of owner: InstallationPlan.Owner) throws(DeploymentFailure) -> (user: UInt32, group: UInt32)? {
        guard rights != .none else { return nil }
        let user = owner == .service ? tree.user(InstallPaths.user) : 0
        let group = owner == .root ? 0 : tree.group(InstallPaths.user)
        if rights == .all, user == nil || group == nil {
            throw DeploymentFailure(
                .unavailable, "the user \(InstallPaths.user) does not exist, though it was made",
                hint: "look at it: getent passwd \(InstallPaths.user)")
        }
        return (user ?? 0, group ?? 0)
    }

    private func folder(_ path: String) throws(DeploymentFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        } catch {
            throw DeploymentFailure(
                .io, "\(path) cannot be made: \(error)", hint: "look at what is there: ls -ld \(parent(of: path))")
        }
    }

    /// Folders that only our files were in, and nobody needs: `multi-user.target.wants` and the like.
    private func removeEmpty(_ path: String) { if path.hasSuffix(".wants") { rmdir(path) } }

    private func parent(of path: String) -> String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "/" }

    private func check(_ result: Int32, _ purpose: String) throws(DeploymentFailure) {
        if result < 0 { throw failure(purpose) }
    }

    private func failure(_ purpose: String) -> DeploymentFailure {
        let code = errno
        return failure(
            "cannot \(purpose): \(String(cString: strerror(code)))",
            isPermission: code == EACCES || code == EPERM || code == EROFS)
    }

    private func failure(_ error: FileError) -> DeploymentFailure {
        failure("\(error)", isPermission: error.isPermission)
    }

    private func failure(_ message: String, isPermission: Bool) -> DeploymentFailure {
        DeploymentFailure(
            isPermission ? .permission : .io, message,
            hint: isPermission
                ? "run it as root, with sudo; on a read-only system, where it may be written"
                : "fix that, and run this again: it goes on where it stopped")
    }
}
