import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A folder of the state directory in which things wait as files until they have been delivered, shared by all processes of this host.
package struct OutboxFolder: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        fileprivate init(_ what: String) { description = "\(what): \(String(cString: strerror(errno)))" }
    }

    /// Makes it where it is not. Root makes it for the service's user, who has to deliver.
    package func prepare() throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        give(path, toOwnerOf: path + "/..")
    }

    /// Names of the files that end so, in order; those that begin with a dot are not whole yet.
    package func files(endingIn end: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
            $0.hasSuffix(end) && !$0.hasPrefix(".")
        }.sorted()
    }

    /// `nil` when it is not there, or is not what was written.
    package func read<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) -> Value? {
        (try? Data(contentsOf: URL(filePath: path + "/" + name))).flatMap {
            try? JSONDecoder().decode(Value.self, from: $0)
        }
    }

    /// Under another name first, so that nobody reads half of it, and on the disk before it is called kept.
    /// - Throws: ``Failure``
    package func write(_ value: some Encodable, as name: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes = Array(try encoder.encode(value))
        let partial = "\(path)/.\(name).\(getpid())"
        let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw Failure("\(partial) cannot be written") }
        let written = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
        let isKept = written == bytes.count && fchmod(descriptor, 0o640) == 0 && fsync(descriptor) == 0
        let trouble = Failure("\(partial) cannot be written")
        close(descriptor)
        guard isKept else {
            unlink(partial)
            throw trouble
        }
        give(partial, toOwnerOf: path)
        guard systemRename(partial, "\(path)/\(name)") == 0 else { throw Failure("\(path)/\(name) cannot be written") }
    }

    package func remove(_ name: String) { unlink("\(path)/\(name)") }

    package func rename(_ name: String, to other: String) { systemRename("\(path)/\(name)", "\(path)/\(other)") }

    /// One process at a time reads in order to write.
    package func alone<T>(_ body: () throws -> T) throws -> T {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure("\(path) cannot be opened") }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw Failure("\(path) cannot be locked") }
        }
        return try body()
    }

    /// One process at a time has a file in hand; who comes second leaves it to the first.
    package func claiming(_ name: String, _ body: () async -> Void) async {
        let descriptor = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
        await body()
    }

    /// Sets so much room aside in a file, unless it is: written and not only named, for a file with holes has none.
    package func setAside(_ bytes: Int, as name: String) {
        let file = "\(path)/\(name)"
        var status = stat()
        guard stat(file, &status) != 0 || status.st_size < bytes else { return }
        guard (try? Data(repeating: 0x2E, count: bytes).write(to: URL(filePath: file))) != nil else {
            unlink(file)
            return
        }
        give(file, toOwnerOf: path)
    }

    /// - Returns: whether there was room to give up.
    package func giveUp(_ name: String) -> Bool { unlink("\(path)/\(name)") == 0 }

    private func give(_ file: String, toOwnerOf model: String) {
        var status = stat()
        if geteuid() == 0, stat(model, &status) == 0 { _ = chown(file, status.st_uid, status.st_gid) }
    }
}

/// rename(2), by a name that a method does not hide.
@discardableResult
private func systemRename(_ old: String, _ new: String) -> Int32 { rename(old, new) }

/// write(2), by a name that a method does not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
