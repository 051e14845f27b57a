package import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why a file or a folder cannot be used.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String
    /// `cannot be written`
    package let problem: String
    /// `errno`
    package let code: Int32

    package init(_ path: String, _ problem: String, code: Int32 = errno) {
        self.path = path
        self.problem = problem
        self.code = code
    }

    /// `/var/lib/x/last-run.json cannot be written: No space left on device`
    package var description: String { "\(path) \(problem): \(reason)" }

    package var phrase: Phrase {
        Phrase("\(path) \(problem): ", fr: "\(path)\u{A0}: \(frenchProblem)\u{A0}: ") + SystemError.phrase(code)
    }

    private var frenchProblem: String {
        switch problem {
        case "cannot be written": "écriture impossible"
        case "cannot be opened": "ouverture impossible"
        case "cannot be read": "lecture impossible"
        case "cannot be created": "création impossible"
        case "cannot be replaced": "remplacement impossible"
        case "cannot be locked": "verrouillage impossible"
        case "cannot be given to its owner": "changement de propriétaire impossible"
        case "cannot be brought to the disk": "enregistrement sur le disque impossible"
        case "is not a file": "ce n’est pas un fichier"
        case "is being written by another process": "un autre processus est en train d’y écrire"
        case "was replaced while it was written": "remplacé pendant l’écriture"
        default: problem
        }
    }

    /// What the operating system says: `No space left on device`.
    package var reason: String { String(cString: strerror(code)) }

    package var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }
    package var isPermission: Bool { code == EACCES || code == EPERM || code == EROFS }
}
