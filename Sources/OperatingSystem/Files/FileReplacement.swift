import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The next content of a file: written under a temporary name in the same folder, and renamed into its place when it is
/// complete and on the disk.
///
/// A reader finds the old file or the new one. A symbolic link is not followed at either name; one that has the final
/// name is replaced. Until ``commit()`` the old file is untouched, and whatever fails, or is given up, leaves no
/// temporary file behind.
package final class FileReplacement: Sendable {
    package enum Owner: Sendable {
        /// This process's user.
        case process
        /// The owner of the folder, where we are root: what root writes for the service has to be the service's.
        case folder
        case ids(user: UInt32, group: UInt32)
    }

    package enum TemporaryName: Sendable {
        /// Of its own for each writer. What a killed one left behind is removed by a writer of the same file, an hour
        /// later or more.
        case random
        /// The file's name with an ending: one writer at a time, and what a killed one left behind is replaced by the
        /// next.
        case suffix(String)
    }

    package let target: String
    /// Of the temporary file, for programs that write to a path.
    package let path: String
    /// Of the temporary file. Closed by ``commit()`` and ``discard()``.
    package let descriptor: Int32
    private let folder: OpenFolder
    private let name: String
    private let temporary: String
    private let isOpen = Mutex(true)

    /// Creates the temporary file.
    /// - Parameters:
    ///   - mode: as of chmod(2), whatever the umask is; `nil` for 0644 less the umask.
    /// - Throws: ``FileError``, with `EWOULDBLOCK` while another process writes under the same
    ///   ``TemporaryName/suffix(_:)``.
    package convenience init(
        of target: String, mode: UInt32? = 0o640, owner: Owner = .folder, temporaryName: TemporaryName = .random
    ) throws(FileError) {
        let (path, name) = folderAndName(of: target)
        let folder: OpenFolder
        do throws(FileError) { folder = try OpenFolder(path) } catch {
            // The file is what the caller knows.
            throw FileError(target, .write, code: error.code)
        }
        try self.init(
            of: name, in: folder, target: target, mode: mode, owner: owner, temporaryName: temporaryName)
    }

    init(
        of name: String, in folder: OpenFolder, target: String? = nil, mode: mode_t? = 0o640, owner: Owner = .folder,
        temporaryName: TemporaryName = .random
    ) throws(FileError) {
        self.target = target ?? folder.path(of: name)
        self.folder = folder
        self.name = name
        switch temporaryName {
        case .random:
            temporary = ".\(name).\(String(UInt64.random(in: 0...UInt64.max), radix: 36)).tmp"
            descriptor = try Self.create(temporary, in: folder, mode)
        case .suffix(let suffix):
            temporary = name + suffix
            descriptor = try Self.createAlone(temporary, in: folder, mode)
        }
        path = self.target.dropLast(name.count) + temporary
        do throws(FileError) {
            // The owner first: fchown(2) clears set-user-ID bits, and a secret is not readable by others before it has
            // its owner.
            try give(to: owner)
            if let mode { try check(fchmod(descriptor, mode)) }
        } catch {
            discard()
            throw error
        }
        if case .random = temporaryName { removeAbandoned() }
    }

    deinit { discard() }

    /// Appends all of the bytes.
    package func write(_ bytes: some Collection<UInt8>) throws(FileError) {
        try writeAll(bytes, to: descriptor) { FileError(path, .write) }
    }

    /// Gives it the owner and the permissions of the file whose place it takes, or, where there is none, an owner.
    package func takeRightsOfTarget(orOf owner: Owner = .folder) throws(FileError) {
        guard let status = folder.status(of: name), status.st_mode & S_IFMT == S_IFREG else {
            return try give(to: owner)
        }
        if geteuid() == 0 { try check(fchown(descriptor, status.st_uid, status.st_gid)) }
        try check(fchmod(descriptor, status.st_mode & 0o777))
    }

    /// Puts it into its place.
    /// - Throws: ``FileError``; then the old file is still there, and the temporary file is not. That the folder could
    ///   not be brought to the disk is no such error: the new file has its name.
    package func commit() throws(FileError) {
        do throws(FileError) {
            try check(fsync(descriptor))
            // Whoever may write the folder may have put something else under the temporary name.
            var own = stat()
            guard fstat(descriptor, &own) == 0, let named = folder.status(of: temporary), named.st_ino == own.st_ino,
                named.st_dev == own.st_dev
            else { throw FileError(path, .replacedMeanwhile, code: ESTALE) }
            guard renameat(folder.descriptor, temporary, folder.descriptor, name) == 0 else {
                throw FileError(target, .write)
            }
        } catch {
            discard()
            throw error
        }
        finish()
        folder.synchronize()
    }

    /// Removes the temporary file. Nothing happens after ``commit()``.
    package func discard() {
        if finish() { folder.remove(temporary) }
    }

    /// - Returns: whether it was open.
    @discardableResult
    private func finish() -> Bool {
        isOpen.withLock { isOpen in
            defer { isOpen = false }
            if isOpen { close(descriptor) }
            return isOpen
        }
    }

    private func give(to owner: Owner) throws(FileError) {
        switch owner {
        case .process: break
        case .folder:
            guard geteuid() == 0, let status = folder.status() else { return }
            try check(fchown(descriptor, status.st_uid, status.st_gid))
        case .ids(let user, let group): try check(fchown(descriptor, user, group))
        }
    }

    private func check(_ result: Int32) throws(FileError) {
        guard result == 0 else { throw FileError(path, .write) }
    }

    /// Readable by its owner alone until it has its owner and its mode: it may hold secrets.
    private static func create(_ name: String, in folder: OpenFolder, _ mode: mode_t?) throws(FileError) -> Int32 {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = openat(folder.descriptor, name, flags, mode == nil ? 0o644 : 0o600)
        guard file >= 0 else { throw FileError(folder.path(of: name), .write) }
        return file
    }

    /// Replaces what is there, unless its writer is alive and so holds its lock.
    private static func createAlone(_ name: String, in folder: OpenFolder, _ mode: mode_t?) throws(FileError) -> Int32 {
        while true {
            do throws(FileError) {
                let file = try create(name, in: folder, mode)
                guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                    let error = FileError.notLocked(folder.path(of: name))
                    close(file)
                    throw error
                }
                return file
            } catch {
                guard error.code == EEXIST else { throw error }
            }
            let old = openat(folder.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            defer { if old >= 0 { close(old) } }
            if old >= 0, flock(old, LOCK_EX | LOCK_NB) != 0 {
                throw FileError.notLocked(folder.path(of: name))
            }
            guard folder.remove(name) || errno == ENOENT else {
                throw FileError(folder.path(of: name), .replace)
            }
        }
    }

    private func removeAbandoned() {
        var own = stat()
        if fstat(descriptor, &own) == 0 { folder.removeAbandoned(".\(name).", now: own.st_mtim) }
    }
}
