import ArgumentParser
import Deployment
import Domain
import FoundationEssentials
import OperatingSystem

struct SignCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "sign",
            Phrase(
                "Signs the files of a release, for those who publish one.",
                fr: "Signe les fichiers d’une version, pour qui la publie."),
            discussion: Phrase(
                "--new-key FILE makes a private key and prints the line of its public key for Deploy/release-keys or "
                    + "\(ReleaseKeys.hostFile). --key FILE writes a signature beside each file, FILE.sig.",
                fr: "--new-key FICHIER crée une clé privée et affiche la ligne de sa clé publique, pour "
                    + "Deploy/release-keys ou \(ReleaseKeys.hostFile). --key FICHIER écrit une signature à côté de "
                    + "chaque fichier, FICHIER.sig."))
    }

    @OptionGroup var options: CommonOptions

    @Option(
        name: .long,
        help: .localized(
            "The file of the private key.", fr: "Le fichier de la clé privée.", value: Phrase("file", fr: "fichier")))
    var key: String?

    @Option(
        name: .long,
        help: .localized(
            "Make a private key in this new file, which only its owner can read.",
            fr: "Crée une clé privée dans ce nouveau fichier, lisible par son seul propriétaire.",
            value: Phrase("file", fr: "fichier")))
    var newKey: String?

    @Argument(
        help: .localized(
            "The files to sign.", fr: "Les fichiers à signer.", value: Phrase("file", fr: "fichier")))
    var files: [String] = []

    func validate() throws {
        guard (key == nil) != (newKey == nil) else {
            throw ValidationError("give either --key or --new-key", fr: "donnez --key ou --new-key")
        }
        guard newKey != nil || !files.isEmpty else {
            throw ValidationError("name the files to sign", fr: "indiquez les fichiers à signer")
        }
    }

    private struct Result: Encodable {
        let key: String
        let signatures: [String]
    }

    func run() async throws {
        let signer: ReleaseSigner
        if let newKey {
            signer = ReleaseSigner()
            guard !FileManager.default.fileExists(atPath: newKey) else {
                throw CommandFailure(
                    .usage, Phrase("\(newKey) exists", fr: "\(newKey) existe déjà"),
                    hint: Phrase("choose another file", fr: "choisissez un autre fichier"))
            }
            try write(signer.secretText, to: newKey, mode: 0o600)
        } else {
            signer = try ReleaseSigner(contentsOf: key ?? "")
        }
        for file in files {
            try write(
                try signer.signature(of: try ReleaseFile.bytes(of: file)), to: ReleaseSignature.path(of: file),
                mode: 0o644)
        }
        let result = Result(key: signer.publicLine, signatures: files.map(ReleaseSignature.path))
        try Output(options: options).write(result) { _ in [result.key] + result.signatures }
    }

    private func write(_ text: String, to path: String, mode: UInt32) throws(CommandFailure) {
        do throws(FileError) {
            let file = try FileReplacement(of: path.absolutePath, mode: mode, owner: .process)
            try file.write(Array(text.utf8))
            try file.commit()
        } catch {
            throw CommandFailure(
                .io, error.phrase, hint: Phrase("choose another folder", fr: "choisissez un autre dossier"))
        }
    }
}
