package import Domain
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why a file may be missing although no one has deleted it: a symbolic link on its path leads to nothing, or the file
/// system that holds it is not mounted.
package enum MissingDisk: Hashable, Sendable {
    case link(String, target: String)
    /// A mount point of `/etc/fstab`.
    case notMounted(String)

    /// `nil` where neither is so.
    package static func above(_ path: String) -> MissingDisk? {
        danglingLink(in: path) ?? unmounted(path) ?? unmounted(resolved(path))
    }

    /// Whether it may rather be that the file was deleted: the folder that a link leads to is there, and no file system
    /// of `/etc/fstab` is missing above it.
    package var mayBeDeleted: Bool {
        guard case .link(_, let target) = self else { return false }
        let folder = folderAndName(of: target).folder
        return FileManager.default.fileExists(atPath: folder) && Self.unmounted(target) == nil
            && Self.unmounted(Self.resolved(target)) == nil
    }

    private static func unmounted(_ path: String) -> MissingDisk? {
        let fstab = (try? Data(contentsOf: URL(filePath: "/etc/fstab"))).map { String(decoding: $0, as: UTF8.self) }
        return unmounted(path, fstab: fstab ?? "", mounts: ProcFile.text("/proc/self/mounts") ?? "")
    }

    /// The path with the links of the part of it that exists followed.
    static func resolved(_ path: String) -> String {
        var folder = path
        var rest = ""
        while folder != "/", !folder.isEmpty {
            if let real = realpath(folder, nil) {
                defer { free(real) }
                return String(cString: real) + rest
            }
            let parts = folderAndName(of: folder)
            guard parts.folder != folder else { break }
            rest = "/" + parts.name + rest
            folder = parts.folder
        }
        return path
    }

    private static func danglingLink(in path: String) -> MissingDisk? {
        var current = ""
        for part in path.split(separator: "/") {
            current += "/" + part
            var status = stat()
            guard lstat(current, &status) == 0 else { return nil }
            guard status.st_mode & S_IFMT == S_IFLNK else { continue }
            var target = stat()
            guard stat(current, &target) != 0, errno == ENOENT || errno == ENOTDIR else { continue }
            let text = (try? FileManager.default.destinationOfSymbolicLink(atPath: current)) ?? ""
            // A relative one counts from the folder of the link.
            let folder = folderAndName(of: current).folder
            return .link(current, target: text.hasPrefix("/") ? text : folder + (folder == "/" ? "" : "/") + text)
        }
        return nil
    }

    /// - Parameters:
    ///   - fstab: fstab(5).
    ///   - mounts: `/proc/self/mounts` (proc(5)).
    static func unmounted(_ path: String, fstab: String, mounts: String) -> MissingDisk? {
        func points(_ text: String) -> [String] {
            text.textLines().compactMap { line -> String? in
                let fields = line.split { $0 == " " || $0 == "\t" }
                guard fields.count > 2, !line.hasPrefix("#"), fields[1].hasPrefix("/"), fields[2] != "swap" else {
                    return nil
                }
                // Spaces are written \040 in both. mount(8) takes a point with a slash at its end for the one without.
                let point = String(fields[1]).replacing("\\040", with: " ")
                return point.count > 1 && point.hasSuffix("/") ? String(point.dropLast()) : point
            }
        }
        let mounted = Set(points(mounts))
        guard !mounted.isEmpty else { return nil }
        return points(fstab).filter { $0 != "/" && path.hasPrefix($0 + "/") && !mounted.contains($0) }
            .max { $0.count < $1.count }.map { .notMounted($0) }
    }

    /// The end of the sentence that says that the file is missing.
    package var phrase: Phrase {
        switch self {
        case .link(let link, let target):
            Phrase(
                "\(link) is a link to \(target), which does not exist: its disk may not be mounted",
                fr: "\(link) est un lien vers \(target), qui n’existe pas\u{A0}: son disque n’est peut-être pas monté")
        case .notMounted(let point):
            Phrase(
                "the file system \(point) of /etc/fstab is not mounted",
                fr: "le système de fichiers \(point) de /etc/fstab n’est pas monté")
        }
    }

    package var hint: Phrase {
        switch self {
        case .link:
            Phrase(
                "mount its disk, then check again; if that is mounted, the file was deleted: restore the latest backup",
                fr:
                    "montez son disque, puis vérifiez de nouveau\u{A0}; s’il est monté, le fichier a été "
                    + "supprimé\u{A0}: restaurez la dernière sauvegarde")
        case .notMounted:
            Phrase(
                "mount it, then check again; nothing was deleted, and no backup is needed",
                fr:
                    "montez-le, puis vérifiez de nouveau\u{A0}; rien n’a été supprimé, et aucune sauvegarde n’est "
                    + "nécessaire")
        }
    }

    package var command: String {
        switch self {
        case .link(let link, let target):
            "ls -ld \(link.shellQuoted) \(target.shellQuoted); findmnt --target "
                + folderAndName(of: target).folder.shellQuoted + "; sudo mount -a"
        case .notMounted(let point): "sudo mount \(point.shellQuoted)"
        }
    }
}
