#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where a file ended when it was looked at, and which file that was: following it begins there, or at the beginning of
/// the file that has taken its name since.
package struct FileEnd: Sendable {
    /// The size up to the last line end; 0 for what is no file.
    package let offset: Int
    /// `nil` for what could not be opened.
    let file: FileIdentity?

    package init(of path: String) {
        // Before the content: another file under the name is then followed from its beginning.
        file = FileIdentity(of: path)
        offset = Self.offset(of: path)
    }

    private static func offset(of path: String) -> Int {
        guard let input = try? FileInput.open(path, from: -(64 << 10), DescriptorBudget(1)) as? FileInput,
            let size = input.size
        else { return 0 }
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        var used = 0
        while used < bytes.count, let more = try? ByteInputs.readSome(input, &bytes, from: used), more > 0 {
            used += more
        }
        let start = max(0, size - (64 << 10))
        return bytes[..<min(used, size - start)].lastIndex(of: UInt8(ascii: "\n")).map { start + $0 + 1 }
            ?? (start > 0 ? size : 0)
    }
}

/// A file, whatever its name.
struct FileIdentity: Equatable, Sendable {
    private let device: dev_t
    private let number: ino_t

    init(_ status: stat) { (device, number) = (status.st_dev, status.st_ino) }

    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }
}
