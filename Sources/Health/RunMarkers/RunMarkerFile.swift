package import Domain
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
            throw Unreadable(path: path, reason: error.reason)
        } catch {
            throw Unreadable(
                path: path, reason: Phrase("it is not a run marker", fr: "ce n’est pas une marque de collecte"))
        }
    }

    /// - Throws: ``FileError``; the old marker is still there then.
    func write(_ marker: RunMarker) throws { try file.write(marker) }

    func remove() { file.remove() }

    package struct Unreadable: Error, Hashable, CustomStringConvertible {
        package let path: String
        package let reason: Phrase
        package var description: String { phrase.english }
        package var phrase: Phrase {
            Phrase("\(path) cannot be read: ", fr: "\(path) ne peut pas être lu\u{A0}: ") + reason
        }
    }
}
