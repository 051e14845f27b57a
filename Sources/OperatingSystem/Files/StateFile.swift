import Domain
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A JSON file of the state directory, replaced as a whole: a reader finds the old one or the new one.
package struct StateFile: Sendable {
    package let path: String
    /// A state file is small; a larger one is not ours. Bytes.
    package static let largest = 4 << 20

    package init(_ path: String) { self.path = path }

    /// `nil` when it is not there.
    /// - Throws: ``FileError`` when it cannot be read, is a symbolic link or larger than ``largest``; `DecodingError`.
    package func read<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value? {
        let (folder, name) = folderAndName(of: path)
        let handle: OpenFolder
        do throws(FileError) { handle = try OpenFolder(folder) } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
        return try handle.read(name, limit: Self.largest).map { try JSONDecoder().decode(Value.self, from: Data($0)) }
    }

    /// Makes the folder where there is none. Readable by the folder's group; where root writes it, it belongs to the
    /// folder's owner.
    /// - Throws: ``FileError``; the old file is still there then.
    package func write(_ value: some Encodable) throws {
        let bytes = try JSONEncoder.pretty.encode(value)
        try FileManager.default.createDirectory(
            atPath: folderAndName(of: path).folder, withIntermediateDirectories: true)
        let replacement = try FileReplacement(of: path)
        try replacement.write(bytes)
        try replacement.commit()
    }

    /// Nothing happens when it is not there.
    package func remove() { _ = unlink(path) }
}
