import Domain
import OperatingSystem
import Timeline

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Checks the files of a timeline request before anything is read or written.
struct TimelineInputs: Sendable {
    let request: TimelineRequest

    /// - Throws: ``CommandFailure`` for a file that cannot be read, is read twice though it is a stream, or is the
    ///   output, and for a skew of no file.
    func check(_ paths: [String], _ files: [LogSource]) throws(CommandFailure) {
        if !request.usesDefaultSources { try requireReadable(paths) }
        try requireOtherOutput(paths)
        try requireKnownSkews(paths)
        guard request.trace != nil, let stream = files.first(where: \.isStream) else { return }
        throw CommandFailure(
            .usage,
            Phrase(
                "--trace reads its input twice, so \(stream.label), a stream, cannot be used",
                fr: "--trace lit ses données deux fois, donc pas \(stream.label), qui est un flux"),
            hint: Phrase("save it to a file first", fr: "enregistrez-le d’abord dans un fichier"))
    }

    private func requireKnownSkews(_ paths: [String]) throws(CommandFailure) {
        let unknown = DefaultLogs.unknown(request.skews.keys, of: paths).joined(separator: ", ")
        guard !unknown.isEmpty else { return }
        let labels = DefaultLogs.labels(of: paths).prefix(40).joined(separator: ", ")
        throw CommandFailure(
            .usage,
            Phrase(
                "--skew names no file that is read: \(unknown)",
                fr: "--skew ne nomme aucun fichier lu\u{A0}: \(unknown)"),
            hint: Phrase("the files are: \(labels)", fr: "les fichiers sont\u{A0}: \(labels)"))
    }

    /// The files up to their present last line, and where following them begins; `nil` for what is not followed.
    static func limited(_ files: [LogSource]) -> (files: [LogSource], ends: [FileEnd?]) {
        var limited: [LogSource] = []
        var ends: [FileEnd?] = []
        for var file in files {
            guard case .file(let path) = file.origin, !DefaultLogs.isCompressed(path) else {
                limited.append(file)
                ends.append(nil)
                continue
            }
            let end = FileEnd(of: path)
            file.length = end.offset
            limited.append(file)
            ends.append(end)
        }
        return (limited, ends)
    }

    private func requireReadable(_ paths: [String]) throws(CommandFailure) {
        for path in paths where path != "-" && access(path, R_OK) != 0 {
            let code = errno
            throw CommandFailure(
                code == EACCES ? .permission : .io,
                Phrase("cannot read \(path): ", fr: "impossible de lire \(path)\u{A0}: ") + SystemError.phrase(code),
                hint: code == ENOENT
                    ? Phrase("check the name of the file", fr: "vérifiez le nom du fichier")
                    : Phrase(
                        "check the permissions: ls -l \(path); system logs require root or the group adm",
                        fr:
                            "vérifiez les droits\u{A0}: ls -l \(path)\u{A0}; les journaux du système demandent root ou "
                            + "le groupe adm"
                    ))
        }
    }

    /// An input is never an output: neither the page nor a redirected stdout.
    private func requireOtherOutput(_ paths: [String]) throws(CommandFailure) {
        var output = stat()
        let isFile =
            request.page.map { stat($0, &output) == 0 } ?? (fstat(STDOUT_FILENO, &output) == 0)
        guard isFile, output.st_mode & S_IFMT == S_IFREG else { return }
        for path in paths {
            var input = stat()
            guard (path == "-" ? fstat(STDIN_FILENO, &input) : stat(path, &input)) == 0,
                (input.st_dev, input.st_ino) == (output.st_dev, output.st_ino)
            else { continue }
            throw CommandFailure(
                .usage,
                Phrase(
                    "\(path) is read, and cannot be the output", fr: "\(path) est lu, et ne peut pas être la sortie"),
                hint: Phrase("write to another file", fr: "écrivez dans un autre fichier"))
        }
    }
}
