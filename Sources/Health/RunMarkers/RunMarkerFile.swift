import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `last-run.json` in the state directory.
package struct RunMarkerFile: Sendable {
    package let path: String

    package init(inFolder folder: String) { path = folder + "/last-run.json" }

    /// `nil` when there is none.
    /// - Throws: ``Unreadable`` when there is one that this user may not read, or that is not ours.
    package func read() throws(Unreadable) -> RunMarker? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            return try JSONDecoder().decode(RunMarker.self, from: Data(contentsOf: URL(filePath: path)))
        } catch {
            throw Unreadable(
                path: path,
                reason: error is DecodingError ? "it is not what a run leaves there" : "this user may not read it")
        }
    }

    /// Written beside it and moved into its place: a reader sees the old one or the new one, complete.
    func write(_ marker: RunMarker) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let draft = path + ".\(getpid())"
        do {
            try encoder.encode(marker).write(to: URL(filePath: draft))
            guard rename(draft, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
    }

    package struct Unreadable: Error, Hashable, CustomStringConvertible {
        package let path: String
        package let reason: String
        package var description: String { "\(path) cannot be read: \(reason)" }
    }
}
