package import Domain
package import FoundationEssentials

/// One difference between the planned and the actual state, and the action that removes it.
package struct Change: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        case createUser
        case createFolder(mode: UInt16, owner: InstallationPlan.Owner)
        /// - Parameter backupPath: where a file modified by hand is moved first.
        case write(Data, mode: UInt16, owner: InstallationPlan.Owner, backupPath: String?)
        case link(to: String)
        case setOwnership(mode: UInt16, owner: InstallationPlan.Owner)
        case remove(backupPath: String?)
        /// Removes a folder with its contents.
        case removeTree
        case removeUser
    }

    package enum Verb: String, Sendable, Encodable { case create, replace, extend, repair, remove, enable }

    package let verb: Verb
    /// A path on the target machine; the user's name for actions on users.
    package let path: String
    package let action: Action
    /// The difference, line by line: `- old`, `+ new`. Settings appear by name, never with their value.
    package let detail: [Phrase]

    package init(_ verb: Verb, _ path: String, _ action: Action, detail: [Phrase] = []) {
        self.verb = verb
        self.path = path
        self.action = action
        self.detail = detail
    }

    /// Where a file modified by hand is kept.
    package var backupPath: String? {
        switch action {
        case .write(_, _, _, let backupPath), .remove(let backupPath): backupPath
        default: nil
        }
    }
}

/// A line-by-line difference of two texts.
enum LineDifference {
    static func lines(from old: Data, to new: Data) -> [Phrase] {
        func split(_ data: Data) -> [String] {
            String(decoding: data, as: UTF8.self).textLines(keepingEmpty: true).map(
                String.init)
        }
        return split(new).difference(from: split(old)).map { change in
            switch change {
            case .remove(_, let line, _): Phrase(verbatim: "- " + line)
            case .insert(_, let line, _): Phrase(verbatim: "+ " + line)
            }
        }
    }
}
