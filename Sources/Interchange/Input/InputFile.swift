package import Domain
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is open for import, or standard input.
package final class InputFile: Sendable {
    /// For messages: the path, or `standard input`.
    package let name: String
    /// The time of its last change; `nil` for a pipe.
    package let modified: Timestamp?
    /// In bytes.
    package let size: Int
    /// The name of the file without its folder; `nil` for standard input.
    package let baseName: String?
    let descriptor: Int32

    /// - Parameters:
    ///   - path: `-` for standard input.
    ///   - folder: for a copy of what comes through a pipe, as a file may be read more than once.
    package init(_ path: String, temporaryFolder folder: String = InputSpool.place) throws(ImportFailure) {
        let isInput = path == "-"
        name = isInput ? "standard input" : path
        baseName = isInput ? nil : path.split(separator: "/").last.map(String.init)
        var file = isInput ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard file >= 0, fstat(file, &status) == 0 else {
            throw .unreadable(name, code: errno)
        }
        let kind = status.st_mode & S_IFMT
        modified = kind == S_IFREG ? Timestamp(seconds: Int64(status.st_mtim.tv_sec)) : nil
        guard kind != S_IFDIR else {
            throw .unreadable(name, code: EISDIR)
        }
        if kind != S_IFREG {
            let pipe = file
            defer { close(pipe) }
            file = try InputSpool.copy(of: pipe, name, to: folder)
            fstat(file, &status)
        }
        size = Int(status.st_size)
        descriptor = file
        posix_fadvise(descriptor, 0, 0, Int32(POSIX_FADV_SEQUENTIAL))
    }

    /// - Parameter descriptor: of a file, which this closes.
    init(_ descriptor: Int32, name: String) {
        var status = stat()
        fstat(descriptor, &status)
        self.name = name
        self.descriptor = descriptor
        (modified, baseName, size) = (nil, nil, Int(status.st_size))
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The number of bytes read so far.
    package var position: Int { max(0, Int(lseek(descriptor, 0, SEEK_CUR))) }

    /// Reads from the beginning again.
    func rewind() throws(ImportFailure) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .unreadable(name, code: errno) }
    }
}

extension ImportFailure {
    static func unreadable(_ name: String, code: Int32) -> ImportFailure {
        let message = Phrase("\(name) cannot be read", fr: "\(name) ne peut pas être lu")
        switch code {
        case ENOENT, ENOTDIR:
            return ImportFailure(
                .unreadable, message + Phrase(": it does not exist", fr: "\u{A0}: il n’existe pas"),
                hint: Phrase("check the path", fr: "vérifiez le chemin"))
        case EACCES, EPERM:
            return ImportFailure(
                .forbidden, message + Phrase(": permission denied", fr: "\u{A0}: accès refusé"),
                hint: Phrase(
                    "let this user read it (ls -l \(name.shellQuoted)), or pipe it: cat \(name.shellQuoted) | "
                        + "bitcoin-analyzer import -",
                    fr: "autorisez cet utilisateur à le lire (ls -l \(name.shellQuoted)), ou utilisez un tube "
                        + "(pipe)\u{A0}: cat \(name.shellQuoted) | bitcoin-analyzer import -"))
        case EISDIR:
            return ImportFailure(
                .unreadable, message + Phrase(": it is a folder", fr: "\u{A0}: c’est un dossier"),
                hint: Phrase("name its files", fr: "indiquez ses fichiers"))
        case ENOSPC, EDQUOT:
            return ImportFailure(
                .diskFull, Phrase("the disk is full: \(name)", fr: "le disque est plein\u{A0}: \(name)"),
                hint: Phrase("free some space: df -h", fr: "libérez de l’espace\u{A0}: df -h"))
        default:
            return ImportFailure(
                .unreadable, message + Phrase(": ", fr: "\u{A0}: ") + SystemError.phrase(code),
                hint: Phrase("check the disk: dmesg", fr: "vérifiez le disque\u{A0}: dmesg"))
        }
    }

    /// Where what comes through a pipe cannot be copied to.
    static func noCopy(in folder: String, code: Int32) -> ImportFailure {
        ImportFailure(
            code == ENOSPC || code == EDQUOT ? .diskFull : code == EACCES || code == EPERM ? .forbidden : .unreadable,
            TemporaryFolder.message(folder, code: code), hint: TemporaryFolder.hint(folder))
    }

    static func damaged(_ name: String, _ reason: Phrase) -> ImportFailure {
        ImportFailure(
            .damaged, Phrase("\(name): ", fr: "\(name)\u{A0}: ") + reason,
            hint: Phrase(
                "download the file again; nothing of it was imported",
                fr: "téléchargez à nouveau le fichier\u{A0}; rien n’en a été importé"))
    }
}
