import ArgumentParser
import Deployment
import Domain
import FoundationEssentials
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

struct VerifyCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "verify",
            Phrase(
                "Verifies the signature of a file of a release.", fr: "Vérifie la signature d’un fichier publié."),
            discussion: Phrase(
                "The signature is FILE.sig. Trusted are the keys that are built in, and those of "
                    + "\(ReleaseKeys.hostFile).",
                fr: "La signature est FICHIER.sig. Les clés intégrées et celles de \(ReleaseKeys.hostFile) font foi."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "A file with its signature beside it.",
            fr: "Un fichier, avec sa signature à côté.", value: Phrase("file", fr: "fichier")))
    var file: String

    private struct Result: Encodable {
        let file: String
        let key: String
    }

    func run() async throws {
        let bytes = try ReleaseFile.bytes(of: file)
        let key = try ReleaseSignature.verify(file, bytes, with: try .trusted())
        try Output(options: options).write(Result(file: file, key: key)) { language in
            [
                language.localized(
                    "\(file) was signed by the key \(key)", fr: "\(file) a été signé par la clé \(key)")
            ]
        }
    }
}

/// A file of a release on this machine.
enum ReleaseFile {
    /// - Throws: ``DeploymentFailure``
    static func bytes(of path: String) throws(DeploymentFailure) -> Data {
        do { return try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) } catch {
            throw unreadable(path, "\(error)")
        }
    }

    /// Its bytes in memory, of a file that another user may change meanwhile.
    /// - Parameter followsLink: whether the path may be a symbolic link, as one that a person has named.
    /// - Throws: ``DeploymentFailure``
    static func copy(of path: String, limit: Int, followsLink: Bool = false) throws(DeploymentFailure) -> Data {
        let descriptor = open(path, O_RDONLY | (followsLink ? 0 : O_NOFOLLOW) | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, SystemError.phrase(errno).english) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else {
            throw unreadable(path, "not a file of at most \(limit) bytes")
        }
        var data = Data(count: Int(status.st_size))
        let count = data.withUnsafeMutableBytes { buffer in
            var total = 0
            while total < buffer.count {
                let part = read(descriptor, buffer.baseAddress?.advanced(by: total), buffer.count - total)
                guard part > 0 else { break }
                total += part
            }
            return total
        }
        guard count == data.count else { throw unreadable(path, "changed while it was read") }
        return data
    }

    private static func unreadable(_ path: String, _ detail: String) -> DeploymentFailure {
        DeploymentFailure(
            .io, Phrase("\(path) cannot be read", fr: "\(path) ne peut pas être lu"),
            hint: Phrase("check it: ls -l \(path)", fr: "vérifiez-le\u{A0}: ls -l \(path)"), detail: detail)
    }
}
