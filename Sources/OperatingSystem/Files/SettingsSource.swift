package import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that steers this process: settings, or a secret that a setting names. It is opened once, and everything is
/// asked of the descriptor, so that it is not another file by the time it is read.
///
/// A privileged process obeys a file only when nobody with fewer rights could have written it.
package struct SettingsSource: Sendable {
    /// What has to be true of the file's folder.
    package enum FolderRule: Sendable {
        /// Ours, and writable by nobody else: for a name that is looked for wherever the process was started. A
        /// symbolic link is refused, as what it points at may be replaced.
        case ownAlone
        /// Nothing: the path was given by someone who was trusted already.
        case any
    }

    /// Why a file was not read.
    package enum Refusal: Error, Hashable, Sendable {
        /// Another user could have written it.
        case untrusted(Phrase)
        case failed(FileError)
    }

    /// Users whose files this process obeys; `nil` when it obeys every file that it may read, because it has no more
    /// rights than the user who started it.
    package let trustedUsers: Set<UInt32>?

    package init(trustedUsers: Set<UInt32>?) { self.trustedUsers = trustedUsers }

    /// The rule for this process: as root, or with rights that its starter has not (set-user-ID, set-group-ID, file
    /// capabilities), files of root and of the effective user only.
    package static let ofThisProcess = SettingsSource(
        trustedUsers: geteuid() == 0 || getuid() != geteuid() || getgid() != getegid() || isSecureExecution
            ? [0, geteuid()] : nil)

    /// Whether the kernel gave this process rights of its program's file (`AT_SECURE`). Read from proc(5), as the
    /// header of getauxval(3) is not in Swift's module of the C library.
    private static var isSecureExecution: Bool {
        let file = open("/proc/self/auxv", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        var pairs = [UInt](repeating: 0, count: 128)
        let count = pairs.withUnsafeMutableBytes { systemRead(file, $0) } / MemoryLayout<UInt>.size
        let secure: UInt = 23
        return stride(from: 0, to: max(0, count - 1), by: 2).contains { pairs[$0] == secure && pairs[$0 + 1] != 0 }
    }

    /// - Parameter limit: in bytes; a larger file is refused.
    /// - Returns: `nil` when there is no such file.
    package func read(_ path: String, folder rule: FolderRule, limit: Int = 1 << 20) throws(Refusal) -> [UInt8]? {
        let (parent, name) = folderAndName(of: path)
        var flags = O_RDONLY | O_CLOEXEC | O_NOCTTY
        var folder = AT_FDCWD
        defer { if folder >= 0 { close(folder) } }
        if rule == .ownAlone, trustedUsers != nil {
            flags |= O_NOFOLLOW
            folder = open(parent.isEmpty ? "." : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard folder >= 0 else {
                if errno == ENOENT || errno == ENOTDIR { return nil }
                throw .failed(FileError(parent, .open))
            }
        }
        // Opening a pipe waits for its writer: a secret may be handed over by one, a settings file may not.
        if rule == .ownAlone { flags |= O_NONBLOCK }
        let file = openat(folder, folder >= 0 ? name : path, flags)
        guard file >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: return nil
            case ELOOP where folder >= 0:
                throw .untrusted(Phrase("it is a symbolic link", fr: "c’est un lien symbolique"))
            default: throw .failed(FileError(path, .read))
            }
        }
        defer { close(file) }
        if folder >= 0 { try check(folder, isFolder: true) }
        try check(file, isFolder: false)
        return try contents(of: file, path, isRegular: rule == .ownAlone, limit: limit)
    }

    private func check(_ descriptor: Int32, isFolder: Bool) throws(Refusal) {
        guard let trustedUsers else { return }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .failed(FileError("", .read)) }
        if let reason = Self.distrust(
            owner: status.st_uid, mode: status.st_mode, trusted: trustedUsers, isFolder: isFolder)
        {
            throw .untrusted(reason)
        }
    }

    /// Why a file or folder is not obeyed; `nil` when it is. Access control lists are covered: their mask is shown as
    /// the group's rights (acl(5)).
    static func distrust(owner: UInt32, mode: UInt32, trusted: Set<UInt32>, isFolder: Bool) -> Phrase? {
        let it = isFolder ? Phrase("its folder", fr: "son dossier") : Phrase("it", fr: "le fichier")
        if !trusted.contains(owner) {
            return it
                + Phrase(
                    " belongs to another user (uid \(owner))", fr: " appartient à un autre utilisateur (uid \(owner))")
        }
        guard mode & (S_IWGRP | S_IWOTH) != 0 else { return nil }
        let octal = String(mode & 0o7777, radix: 8)
        return it
            + Phrase(
                " can be written by other users (mode \(octal))",
                fr: " est accessible en écriture à d’autres utilisateurs (mode \(octal))")
    }

    private func contents(of file: Int32, _ path: String, isRegular: Bool, limit: Int) throws(Refusal) -> [UInt8] {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .failed(FileError(path, .read)) }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG || !isRegular && kind == S_IFIFO else {
            throw .failed(FileError(path, .notRegularFile, code: EINVAL))
        }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = piece.withUnsafeMutableBytes { Self.systemRead(file, $0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .failed(FileError(path, .read)) }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
            guard bytes.count <= limit else { throw .failed(FileError(path, .tooLarge(limit: limit), code: EFBIG)) }
        }
    }

    private static func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(file, buffer.baseAddress, buffer.count)
        #else
            Musl.read(file, buffer.baseAddress, buffer.count)
        #endif
    }
}
