import Domain
import Health
import OperatingSystem
import Synchronization

/// Notices that another file has taken the place of the database while this process runs.
final class ReplacementWatch: Sendable {
    private let path: String
    private let keptFor: Duration
    private let state: Mutex<(known: FileIdentity?, last: FileReplaced?)>

    /// - Parameter keptFor: how long a replacement is reported.
    init(_ path: String, keptFor: Duration) {
        self.path = path
        self.keptFor = keptFor
        state = Mutex((FileIdentity(path), nil))
    }

    /// The last replacement, unless it is too long ago. A missing file is none: whatever uses the database reports it.
    func replacement(now: Timestamp) -> FileReplaced? {
        let present = FileIdentity(path)
        return state.withLock { state in
            if let present {
                if let known = state.known, known != present {
                    state.last = FileReplaced(noticed: now, before: known, now: present)
                }
                state.known = present
            }
            if let last = state.last, now - last.noticed > keptFor { state.last = nil }
            return state.last
        }
    }
}
