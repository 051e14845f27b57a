import Domain
package import FoundationEssentials
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The file system of this machine, or of an image.
package protocol InstalledTree: Sendable {
    /// `nil` when the path does not exist.
    /// - Throws: ``DeploymentFailure`` when it may not be read.
    func entry(_ path: String) throws(DeploymentFailure) -> InstalledEntry?
    /// The id of a user (`/etc/passwd`) or group (`/etc/group`); `nil` when it does not exist.
    func user(_ name: String) -> UInt32?
    func group(_ name: String) -> UInt32?
    /// The names in a folder; empty when it does not exist.
    func names(in folder: String) -> [String]
}

/// A file, a folder or a link.
package struct InstalledEntry: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case file(Data)
        case folder
        case link(to: String)
        case other
    }

    package let kind: Kind
    /// Permission bits (chmod(2)).
    package let mode: UInt16
    package let user: UInt32
    package let group: UInt32

    package init(kind: Kind, mode: UInt16, user: UInt32 = 0, group: UInt32 = 0) {
        self.kind = kind
        self.mode = mode
        self.user = user
        self.group = group
    }

    package var contents: Data? { if case .file(let data) = kind { data } else { nil } }
}

/// The real file system, below a root folder.
package struct FilesystemRoot: InstalledTree {
    /// Without a trailing slash: empty for this machine.
    package let root: String

    package init(_ root: String) {
        var root = root[...]
        while root.last == "/" { root.removeLast() }
        self.root = String(root)
    }

    package var isThisMachine: Bool { root.isEmpty }

    package var rights: OwnershipRights { isThisMachine ? .all : geteuid() == 0 ? .known : .none }

    package func entry(_ path: String) throws(DeploymentFailure) -> InstalledEntry? {
        var status = stat()
        guard lstat(root + path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw unreadable(path)
        }
        let kind: InstalledEntry.Kind
        switch status.st_mode & S_IFMT {
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link(to: (try? FileManager.default.destinationOfSymbolicLink(atPath: root + path)) ?? "")
        case S_IFREG:
            guard let data = try? Data(contentsOf: URL(filePath: root + path), options: .mappedIfSafe) else {
                throw unreadable(path)
            }
            kind = .file(data)
        default: kind = .other
        }
        return InstalledEntry(
            kind: kind, mode: UInt16(truncatingIfNeeded: status.st_mode & 0o7777), user: status.st_uid,
            group: status.st_gid)
    }

    package func user(_ name: String) -> UInt32? { number(of: name, in: "/etc/passwd") }
    package func group(_ name: String) -> UInt32? { number(of: name, in: "/etc/group") }

    package func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root + folder)) ?? []).sorted()
    }

    /// passwd(5) and group(5) have the id in the third field.
    private func number(of name: String, in path: String) -> UInt32? {
        for line in (ProcFile.text(root + path) ?? "").textLines() where line.hasPrefix(name + ":") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            if fields.count > 2 { return UInt32(fields[2]) }
        }
        return nil
    }

    private func unreadable(_ path: String) -> DeploymentFailure {
        let code = errno
        let permission = code == EACCES || code == EPERM
        return DeploymentFailure(
            permission ? .permission : .io,
            Phrase("cannot read \(root + path): ", fr: "impossible de lire \(root + path)\u{A0}: ")
                + SystemError.phrase(code),
            hint: permission
                ? Phrase("run it as root, with sudo", fr: "lancez la commande en root, avec sudo")
                : Phrase("check it: ls -ld \(root + path)", fr: "vérifiez\u{A0}: ls -ld \(root + path)"))
    }
}
