import ArgumentParser
import Deployment
import Domain
import FoundationEssentials

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
            throw DeploymentFailure(
                .io, Phrase("\(path) cannot be read", fr: "\(path) ne peut pas être lu"),
                hint: Phrase("check it: ls -l \(path)", fr: "vérifiez-le\u{A0}: ls -l \(path)"), detail: "\(error)")
        }
    }
}
