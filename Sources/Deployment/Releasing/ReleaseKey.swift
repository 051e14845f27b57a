import Crypto
import Domain
package import FoundationEssentials
import OperatingSystem

/// Public keys of those who may release: Ed25519 (RFC 8032), 32 bytes in base64.
package struct ReleaseKeys: Hashable, Sendable {
    /// In base64.
    package let keys: [String]

    /// The keys of a host, besides those that are built in: for those who build for themselves.
    package static let hostFile = InstallPaths.settings + "/release-keys"

    /// One key a line, `ed25519 KEY COMMENT`; other lines are comments.
    package init(text: String) {
        keys = text.textLines().compactMap { line in
            let words = line.split(separator: " ")
            guard words.count >= 2, words[0] == "ed25519", Data(base64Encoded: String(words[1]))?.count == 32 else {
                return nil
            }
            return String(words[1])
        }
    }

    private init(keys: [String]) { self.keys = keys }

    /// The keys of this program, and those of this host.
    /// - Parameter root: the root of the file system, for tests.
    /// - Throws: ``DeploymentFailure`` when the host's keys may be written by others than root.
    package static func trusted(root: String = "") throws(DeploymentFailure) -> ReleaseKeys {
        let builtIn = ReleaseKeys(text: try DeployFile.template("release-keys"))
        let path = root + hostFile
        guard let entry = try FilesystemRoot(root).entry(hostFile) else { return builtIn }
        guard let contents = entry.contents, !root.isEmpty || entry.user == 0, entry.mode & 0o022 == 0 else {
            throw DeploymentFailure(
                .permission,
                Phrase(
                    "\(path) is not a file that only root can write", fr: "\(path) n’est pas modifiable par root seul"),
                hint: Phrase(
                    "run: chown root \(path) && chmod 644 \(path)",
                    fr: "lancez\u{A0}: chown root \(path) && chmod 644 \(path)"))
        }
        return ReleaseKeys(
            keys: builtIn.keys + ReleaseKeys(text: String(decoding: contents, as: UTF8.self)).keys)
    }
}

/// A detached signature: `FILE.sig` has the 64 bytes of Ed25519 over the bytes of FILE, in base64.
package enum ReleaseSignature {
    package static func path(of file: String) -> String { file + ".sig" }

    /// The key that signed the bytes, in base64.
    /// - Throws: ``DeploymentFailure`` when none of the keys did.
    package static func verify(_ file: String, _ bytes: Data, with trusted: ReleaseKeys)
        throws(DeploymentFailure) -> String
    {
        guard !trusted.keys.isEmpty else {
            throw DeploymentFailure(
                .configuration,
                Phrase(
                    "no release key is known, so \(file) cannot be verified",
                    fr: "aucune clé de publication n’est connue\u{A0}: \(file) ne peut pas être vérifié"),
                hint: Phrase(
                    "write the publisher's public key to \(ReleaseKeys.hostFile): ed25519 KEY",
                    fr: "écrivez la clé publique de l’éditeur dans \(ReleaseKeys.hostFile)\u{A0}: ed25519 CLÉ"))
        }
        let path = path(of: file)
        guard let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8) else {
            throw DeploymentFailure(
                .badInput, Phrase("\(file) has no signature", fr: "\(file) n’a pas de signature"),
                hint: Phrase("put \(path) beside it", fr: "placez \(path) à côté"))
        }
        let signature = Data(base64Encoded: text.textLines().first.map { String($0) } ?? "") ?? Data()
        for key in trusted.keys {
            guard let raw = Data(base64Encoded: key),
                let publicKey = try? Curve25519.Signing.PublicKey(rawRepresentation: raw),
                publicKey.isValidSignature(signature, for: bytes)
            else { continue }
            return key
        }
        throw DeploymentFailure(
            .badInput,
            Phrase(
                "the signature of \(file) is of no known key, or the file was changed",
                fr: "la signature de \(file) n’est celle d’aucune clé connue, ou le fichier a été modifié"),
            hint: Phrase(
                "download it again from its publisher, and do not install it",
                fr: "téléchargez-le à nouveau chez son éditeur, et ne l’installez pas"))
    }
}

/// A private key of a publisher: a file with the 32 bytes of its seed in base64, for its owner alone.
package struct ReleaseSigner: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    package init() { key = Curve25519.Signing.PrivateKey() }

    /// - Throws: ``DeploymentFailure``
    package init(contentsOf path: String) throws(DeploymentFailure) {
        guard let entry = try FilesystemRoot("").entry(path), let contents = entry.contents else {
            throw DeploymentFailure(
                .io, Phrase("the key \(path) is not a file", fr: "la clé \(path) n’est pas un fichier"),
                hint: Phrase(
                    "make one: bitcoin-analyzer sign --new-key \(path)",
                    fr: "créez-la\u{A0}: bitcoin-analyzer sign --new-key \(path)"))
        }
        guard entry.mode & 0o077 == 0 else {
            throw DeploymentFailure(
                .permission,
                Phrase("others can read the key \(path)", fr: "d’autres utilisateurs peuvent lire la clé \(path)"),
                hint: Phrase("run: chmod 600 \(path)", fr: "lancez\u{A0}: chmod 600 \(path)"))
        }
        let text = String(decoding: contents, as: UTF8.self).textLines().first.map { String($0) } ?? ""
        guard let seed = Data(base64Encoded: text), seed.count == 32,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        else {
            throw DeploymentFailure(
                .badInput,
                Phrase("\(path) is not a release key", fr: "\(path) n’est pas une clé de publication"),
                hint: Phrase("it must hold 32 bytes in base64", fr: "elle doit contenir 32 octets en base64"))
        }
        self.key = key
    }

    /// For the file of the private key.
    package var secretText: String { key.rawRepresentation.base64EncodedString() + "\n" }

    /// For ``ReleaseKeys``: `ed25519 KEY`.
    package var publicLine: String { "ed25519 " + key.publicKey.rawRepresentation.base64EncodedString() }

    /// The contents of `FILE.sig`.
    /// - Throws: errors of Crypto.
    package func signature(of bytes: Data) throws -> String {
        try key.signature(for: bytes).base64EncodedString() + "\n"
    }
}
