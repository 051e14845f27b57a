#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Path resolution for root: one component after the other, each opened in the folder before it (openat(2)), so that
/// nothing can be exchanged between a check and its use.
///
/// A symbolic link is followed where it and the folder that holds it belong to root. Any other one may have been
/// planted, by the user of the service above all: followed by root, it would lead a write out of that user's folder.
package enum TrustedPath {
    /// As many links as the kernel follows (path_resolution(7)).
    private static let mostLinks = 40

    /// Opens a folder.
    /// - Parameter followsLast: whether the last component may be such a link.
    /// - Throws: ``FileError``: `untrustedLink`, `symbolicLink` for a last one that is not followed, `open`.
    static func openFolder(_ path: String, followsLast: Bool = true) throws(FileError) -> Int32 {
        var walk = Walk(path)
        while let name = walk.next() {
            let isLast = walk.isEmpty
            let flags = O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            let next = openat(walk.folder, name, flags | O_RDONLY)
            if next >= 0 {
                walk.enter(next)
                continue
            }
            let code = errno
            // With O_DIRECTORY, a link is ENOTDIR and not ELOOP (open(2)).
            guard code == ENOTDIR || code == ELOOP, let target = walk.link(name) else {
                throw FileError(path, .open, code: code)
            }
            guard followsLast || !isLast else { throw FileError(path, .symbolicLink, code: ELOOP) }
            guard target.isTrusted, walk.links < mostLinks else { throw FileError(path, .untrustedLink, code: ELOOP) }
            walk.follow(target.path)
        }
        return walk.take()
    }

    /// The owner of the first folder or link on the way who is not root: whoever controls what the path means. `nil`
    /// when that is root alone. What does not exist yet is not looked at.
    package static func controllingUser(of path: String) -> UInt32? {
        var walk = Walk(path)
        // Not "root alone" for lack of a descriptor: root would keep its rights.
        guard walk.folder >= 0 else { return controllingUserByName(path) }
        while let name = walk.next() {
            var status = stat()
            guard fstatat(walk.folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
            guard status.st_uid == 0 else { return status.st_uid }
            if let target = walk.link(name) {
                guard walk.links < mostLinks else { return nil }
                walk.follow(target.path)
            } else {
                let next = openat(walk.folder, name, O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_RDONLY)
                guard next >= 0 else {
                    return [EMFILE, ENFILE, ENOMEM].contains(errno) ? controllingUserByName(path) : nil
                }
                walk.enter(next)
            }
        }
        return nil
    }

    /// The same without a descriptor, by the names of the folders: for a process that has none left.
    static func controllingUserByName(_ path: String) -> UInt32? {
        var name = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            name += "/" + part
            var own = stat()
            guard lstat(name, &own) == 0 else { return nil }
            if own.st_uid != 0 { return own.st_uid }
            guard own.st_mode & S_IFMT == S_IFLNK else { continue }
            // Of the folders that the link leads through, none of which is a link.
            guard let target = realpath(name, nil) else { return nil }
            defer { free(target) }
            if let user = controllingUserByName(String(cString: target)) { return user }
        }
        return nil
    }

    /// A folder, and the names that lead on from it.
    private struct Walk: ~Copyable {
        private(set) var folder: Int32
        private(set) var links = 0
        private var rest: [Substring]

        init(_ path: String) {
            folder = open(path.hasPrefix("/") ? "/" : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            rest = path.split(separator: "/").reversed()
        }

        deinit { if folder >= 0 { close(folder) } }

        var isEmpty: Bool { rest.isEmpty }

        mutating func next() -> String? { rest.popLast().map(String.init) }

        mutating func enter(_ next: Int32) {
            if folder >= 0 { close(folder) }
            folder = next
        }

        mutating func follow(_ path: String) {
            links += 1
            if path.hasPrefix("/") { enter(open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) }
            rest += path.split(separator: "/").reversed()
        }

        mutating func take() -> Int32 {
            defer { folder = -1 }
            return folder
        }

        /// Where a link leads, and whether root has placed it; `nil` when it is none.
        func link(_ name: String) -> (path: String, isTrusted: Bool)? {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlinkat(folder, name, &buffer, buffer.count)
            guard count > 0 else { return nil }
            var (link, parent) = (stat(), stat())
            let isTrusted =
                fstatat(folder, name, &link, AT_SYMLINK_NOFOLLOW) == 0 && fstat(folder, &parent) == 0
                && link.st_uid == 0 && parent.st_uid == 0
            return (String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self), isTrusted)
        }
    }
}
