#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A folder that is open: what is done in it is done in this folder, whatever its path names meanwhile.
package final class OpenFolder: Sendable {
    package let path: String
    let descriptor: Int32

    /// Root follows a symbolic link on the way only where root has placed it: see ``TrustedPath``.
    /// - Parameter followsLink: whether the path may be a symbolic link to a folder, as an operator may have made it.
    package init(_ path: String, followsLink: Bool = true) throws(FileError) {
        self.path = path
        if geteuid() == 0 {
            descriptor = try TrustedPath.openFolder(path, followsLast: followsLink)
            return
        }
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followsLink ? 0 : O_NOFOLLOW))
        guard descriptor >= 0 else {
            let code = errno
            var status = stat()
            let isLink = !followsLink && lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
            throw FileError(path, isLink ? .symbolicLink : .open, code: code)
        }
    }

    deinit { close(descriptor) }

    func path(of name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

    /// The folder itself, or what the name is in it. A symbolic link is described, not followed. `nil` when it is not
    /// there.
    func status(of name: String? = nil) -> stat? {
        var status = stat()
        let result = name.map { fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) } ?? fstat(descriptor, &status)
        return result == 0 ? status : nil
    }

    /// Refuses what another user may have planted for root to open by its name: a link, or a second name of
    /// another user's file. Nothing is refused to other users than root, nor in a folder that root alone may write.
    package func requireUnplanted(_ name: String) throws(FileError) {
        guard geteuid() == 0, let own = status(), own.st_uid != 0 || own.st_mode & 0o022 != 0,
            let status = status(of: name)
        else { return }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFLNK: throw FileError(path(of: name), .symbolicLink, code: ELOOP)
        default: throw FileError(path(of: name), .notRegularFile, code: EINVAL)
        }
        let isRoots = status.st_uid == 0 && status.st_nlink == 1
        guard isRoots || (status.st_uid != 0 && status.st_uid == own.st_uid) else {
            throw FileError(path(of: name), .otherOwner, code: EPERM)
        }
    }

    /// Nothing happens when it is not there.
    @discardableResult
    func remove(_ name: String) -> Bool { unlinkat(descriptor, name, 0) == 0 }

    /// Does nothing when the file is not there.
    func rename(_ name: String, to other: String) { _ = renameat(descriptor, name, descriptor, other) }

    /// Brings its names to the disk, as far as the file system can.
    func synchronize() { _ = fsync(descriptor) }

    /// Removes what killed writers left behind: temporary files that were last written an hour ago or earlier.
    /// - Parameters:
    ///   - prefix: how their names begin.
    ///   - now: by the clock of the file system.
    func removeAbandoned(_ prefix: String, now: timespec) {
        for name in names() where name.hasPrefix(prefix) && name.hasSuffix(".tmp") {
            guard let status = status(of: name), status.st_mtim.tv_sec < now.tv_sec - 3600 else { continue }
            remove(name)
        }
    }

    /// The names in it, without `.` and `..`, in no order.
    func names() -> [String] {
        // A descriptor of its own: two readers of one would each see half of it.
        let listing = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard listing >= 0 else { return [] }
        guard let stream = fdopendir(listing) else {
            close(listing)
            return []
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Reads a regular file of at most `limit` bytes; a symbolic link is not followed. `nil` when it is not there.
    func read(_ name: String, limit: Int) throws(FileError) -> [UInt8]? {
        // Without O_NONBLOCK, opening a pipe would wait for its writer.
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            // With O_NOFOLLOW, ELOOP means that the name itself is a link (open(2)).
            throw FileError(path(of: name), errno == ELOOP ? .symbolicLink : .read)
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw FileError(path(of: name), .read) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(path(of: name), .notRegularFile, code: EINVAL) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: min(64 << 10, limit + 1))
        while true {
            let count = piece.withUnsafeMutableBytes { systemRead(file, $0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileError(path(of: name), .read) }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
            guard bytes.count <= limit else {
                throw FileError(path(of: name), .tooLarge(limit: limit), code: EFBIG)
            }
        }
    }
}

/// read(2), by a name that a method does not hide.
private func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(file, buffer.baseAddress, buffer.count)
}
