import Domain
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A folder of the state directory in which things wait as files until they have been delivered, shared by all
/// processes of this host.
package struct OutboxFolder: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// Makes it where it is not. Root makes it for the owner of the state directory, who has to deliver.
    /// - Throws: ``FileError``, also where the name is a symbolic link.
    package func prepare() throws {
        let (parent, name) = folderAndName(of: path)
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        let state = try OpenFolder(parent)
        guard mkdirat(state.descriptor, name, 0o750) == 0 || errno == EEXIST else {
            throw FileError(path, .create)
        }
        let folder = try open()
        // Names are used once here, so no later writer of the same file removes what a killed one left behind.
        var now = timespec()
        if clock_gettime(CLOCK_REALTIME, &now) == 0 { folder.removeAbandoned(".", now: now) }
        guard geteuid() == 0, let owner = state.status(), let own = folder.status(),
            (own.st_uid, own.st_gid) != (owner.st_uid, owner.st_gid)
        else { return }
        guard fchown(folder.descriptor, owner.st_uid, owner.st_gid) == 0 else {
            throw FileError(path, .own)
        }
    }

    /// Names of the files that end so, in order. Those that begin with a dot are being written.
    package func files(endingIn end: String) -> [String] {
        ((try? open())?.names() ?? []).filter { $0.hasSuffix(end) && !$0.hasPrefix(".") }.sorted()
    }

    /// Differs after each change of a file that ends so: a file is replaced, never changed.
    package func revision(ofFilesEndingIn end: String) -> [String: UInt64] {
        guard let folder = try? open() else { return [:] }
        return Dictionary(
            files(endingIn: end).map { name in
                let status = folder.status(of: name)
                return (name, UInt64(status?.st_ino ?? 0) ^ UInt64(clamping: status?.st_mtim.tv_nsec ?? 0) << 32)
            }, uniquingKeysWith: { $1 })
    }

    /// `nil` when it is not there, or is not what was written.
    package func read<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) -> Value? {
        guard let bytes = try? open().read(name, limit: StateFile.largest) else { return nil }
        return try? JSONDecoder().decode(Value.self, from: Data(bytes))
    }

    /// - Throws: ``FileError``; the old file is still there then.
    package func write(_ value: some Encodable, as name: String) throws {
        try write(bytes: JSONEncoder.pretty.encode(value), as: name)
    }

    private func write(bytes: some Collection<UInt8>, as name: String) throws {
        let replacement = try FileReplacement(of: name, in: open())
        try replacement.write(bytes)
        try replacement.commit()
    }

    package func exists(_ name: String) -> Bool { (try? open())?.status(of: name) != nil }

    package func remove(_ name: String) { (try? open())?.remove(name) }

    package func rename(_ name: String, to other: String) { try? open().rename(name, to: other) }

    /// Runs the body while no other process runs it: for reading in order to write.
    package func alone<T>(_ body: () throws -> T) throws -> T {
        let folder = try open()
        while flock(folder.descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw FileError(path, .lock) }
        }
        return try body()
    }

    /// Runs the body unless another process works on the same file at this moment.
    package func claiming(_ name: String, _ body: () async -> Void) async {
        guard let folder = try? open() else { return }
        let descriptor = openat(folder.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
        await body()
    }

    /// Sets so many bytes of disk aside in a file, unless they are: written and not only named, for a file with holes
    /// has none.
    package func setAside(_ bytes: Int, as name: String) {
        if let status = (try? open())?.status(of: name), status.st_size >= bytes { return }
        try? write(bytes: Array(repeating: UInt8(ascii: "."), count: bytes), as: name)
    }

    /// - Returns: whether there was room to give up.
    package func giveUp(_ name: String) -> Bool { (try? open())?.remove(name) ?? false }

    private func open() throws(FileError) -> OpenFolder { try OpenFolder(path, followsLink: false) }
}
