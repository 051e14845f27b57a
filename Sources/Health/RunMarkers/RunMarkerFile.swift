import OperatingSystem

/// `last-run.json` in the state directory.
package struct RunMarkerFile: Sendable {
    private let file: StateFile
    package var path: String { file.path }

    package init(inFolder folder: String) { file = StateFile(folder + "/last-run.json") }

    /// `nil` when there is none.
    /// - Throws: ``Unreadable`` when there is one that this user may not read, or that is not ours.
    package func read() throws(Unreadable) -> RunMarker? {
        do {
            return try file.read()
        } catch let error as FileError {
            throw Unreadable(path: path, reason: error.isPermission ? "this user may not read it" : error.reason)
        } catch {
            throw Unreadable(path: path, reason: "it is not what a run leaves there")
        }
    }

    /// - Throws: ``FileError``; the old marker is still there then.
    func write(_ marker: RunMarker) throws { try file.write(marker) }

    package struct Unreadable: Error, Hashable, CustomStringConvertible {
        package let path: String
        package let reason: String
        package var description: String { "\(path) cannot be read: \(reason)" }
    }
}
