package import FoundationEssentials

/// One difference between what an installation wants and what is there, and how it is made good.
package struct Change: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        case makeUser
        case makeFolder(mode: UInt16, owner: InstallationPlan.Owner)
        /// - Parameter backupPath: where the file that was changed by hand goes first.
        case write(Data, mode: UInt16, owner: InstallationPlan.Owner, backupPath: String?)
        case link(to: String)
        case own(mode: UInt16, owner: InstallationPlan.Owner)
        case remove(backupPath: String?)
        /// A folder, with all that is in it.
        case removeTree
        case removeUser
    }

    package enum Verb: String, Sendable, Encodable { case create, replace, extend, repair, remove, enable }

    package let verb: Verb
    /// Of the machine that is installed; the user's name where it is about a user.
    package let path: String
    package let action: Action
    /// What differs, line by line: `- old`, `+ new`. Settings are told by name, never with their value.
    package let detail: [String]

    package init(_ verb: Verb, _ path: String, _ action: Action, detail: [String] = []) {
        self.verb = verb
        self.path = path
        self.action = action
        self.detail = detail
    }

    /// Where a file that was changed by hand is kept.
    package var backupPath: String? {
        switch action {
        case .write(_, _, _, let backupPath), .remove(let backupPath): backupPath
        default: nil
        }
    }
}

/// What differs between two texts, for a person.
enum LineDifference {
    static func lines(from old: Data, to new: Data) -> [String] {
        func split(_ data: Data) -> [String] {
            String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(
                String.init)
        }
        return split(new).difference(from: split(old)).map { change in
            switch change {
            case .remove(_, let line, _): "- " + line
            case .insert(_, let line, _): "+ " + line
            }
        }
    }
}
