package import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why a file or a folder cannot be used.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Problem: Hashable, Sendable {
        // What the operating system refused; it says why.
        case write, open, read, create, replace, lock
        /// Not given to its owner.
        case own
        /// Not brought to the disk.
        case sync
        // What we refuse.
        case notRegularFile, symbolicLink
        /// A symbolic link on the way, in a folder or of an owner that root does not trust.
        case untrustedLink
        /// A second name of another user's file.
        case otherOwner
        /// Another process is writing it.
        case busy
        case replacedMeanwhile
        /// More than `limit` bytes.
        case tooLarge(limit: Int)
    }

    package let path: String
    package let problem: Problem
    /// `errno`
    package let code: Int32

    package init(_ path: String, _ problem: Problem, code: Int32 = errno) {
        self.path = path
        self.problem = problem
        self.code = code
    }

    /// A failure to lock, without waiting, what another process may hold.
    static func notLocked(_ path: String, code: Int32 = errno) -> FileError {
        FileError(path, code == EWOULDBLOCK ? .busy : .lock, code: code)
    }

    /// `/var/lib/x/last-run.json cannot be written: No space left on device`
    package var description: String { phrase.english }

    package var phrase: Phrase {
        Phrase("\(path) ", fr: "\(path)\u{A0}: ") + problem.phrase
            + (problem.isOfSystem ? Phrase(": ", fr: "\u{A0}: ") + SystemError.phrase(code) : .empty)
    }

    /// Why, without the path: what the operating system says, or what we refuse.
    package var reason: Phrase {
        problem.isOfSystem ? SystemError.phrase(code) : Phrase("it ", fr: "") + problem.phrase
    }

    package var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }
    package var isPermission: Bool { code == EACCES || code == EPERM || code == EROFS }
}

extension FileError.Problem {
    /// Whether the error number is the operating system's reason.
    fileprivate var isOfSystem: Bool {
        switch self {
        case .write, .open, .read, .create, .replace, .lock, .own, .sync: true
        case .notRegularFile, .symbolicLink, .untrustedLink, .otherOwner, .busy, .replacedMeanwhile, .tooLarge: false
        }
    }

    fileprivate var phrase: Phrase {
        switch self {
        case .write: Phrase("cannot be written", fr: "écriture impossible")
        case .open: Phrase("cannot be opened", fr: "ouverture impossible")
        case .read: Phrase("cannot be read", fr: "lecture impossible")
        case .create: Phrase("cannot be created", fr: "création impossible")
        case .replace: Phrase("cannot be replaced", fr: "remplacement impossible")
        case .lock: Phrase("cannot be locked", fr: "verrouillage impossible")
        case .own: Phrase("cannot be given to its owner", fr: "changement de propriétaire impossible")
        case .sync: Phrase("cannot be synchronized to disk", fr: "synchronisation sur le disque impossible")
        case .notRegularFile: Phrase("is not a regular file", fr: "ce n’est pas un fichier ordinaire")
        case .symbolicLink: Phrase("is a symbolic link", fr: "c’est un lien symbolique")
        case .untrustedLink:
            Phrase(
                "is reached by a symbolic link that another user may have planted, which root does not follow",
                fr: "on y arrive par un lien symbolique qu’un autre utilisateur a pu poser, et que root ne suit pas")
        case .otherOwner:
            Phrase(
                "belongs to another user than its folder, and may be a planted link",
                fr: "son propriétaire n’est pas celui du dossier\u{A0}: c’est peut-être un lien posé là")
        case .busy:
            Phrase("is being written by another process", fr: "un autre processus est en train d’y écrire")
        case .replacedMeanwhile: Phrase("was replaced while it was being written", fr: "remplacé pendant l’écriture")
        case .tooLarge(let limit):
            Phrase("is larger than ", fr: "dépasse ") + .bytes(limit)
        }
    }
}
