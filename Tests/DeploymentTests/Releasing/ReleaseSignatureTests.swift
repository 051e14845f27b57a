import Foundation
import Support
import Testing

@testable import Deployment

@Suite("The signature of a release") struct ReleaseSignatureTests {
    /// RFC 8032, 7.1, test 2: the secret key, the public key, one byte, its signature.
    private static let secret = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
    private static let known = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    private static let signature =
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"

    private func bytes(_ hexadecimal: String) -> Data {
        var data = Data()
        var rest = hexadecimal[...]
        while let byte = UInt8(rest.prefix(2), radix: 16) {
            data.append(byte)
            rest = rest.dropFirst(2)
        }
        return data
    }

    @Test("is that of RFC 8032")
    func specification() throws {
        try withFolder { folder in
            let key = folder + "/key"
            try (bytes(Self.secret).base64EncodedString() + "\n").write(toFile: key, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
            let signer = try ReleaseSigner(contentsOf: key)
            #expect(signer.publicLine == "ed25519 " + bytes(Self.known).base64EncodedString())
            // Crypto's own signatures are randomised; both are valid.
            try (bytes(Self.signature).base64EncodedString() + "\n").write(
                toFile: folder + "/file.sig", atomically: true, encoding: .utf8)
            let keys = ReleaseKeys(text: "# a comment\n\(signer.publicLine) someone\nrsa AAAA\ned25519 AAAA\n")
            #expect(keys.keys == [bytes(Self.known).base64EncodedString()])
            #expect(try ReleaseSignature.verify(folder + "/file", Data([0x72]), with: keys) == keys.keys[0])
            #expect(throws: DeploymentFailure.self) {
                try ReleaseSignature.verify(folder + "/file", Data([0x73]), with: keys)
            }
        }
    }

    @Test("of another key, of a changed file, or missing is refused, and so is everything without a known key")
    func refused() throws {
        try withFolder { folder in
            let (file, data) = (folder + "/file", Data("a release".utf8))
            let (signer, other) = (ReleaseSigner(), ReleaseSigner())
            let keys = ReleaseKeys(text: signer.publicLine)
            func verify(_ data: Data = data, _ keys: ReleaseKeys = keys) throws -> String {
                try ReleaseSignature.verify(file, data, with: keys)
            }
            #expect(throws: DeploymentFailure.self) { try verify() }
            try signer.signature(of: data).write(toFile: file + ".sig", atomically: true, encoding: .utf8)
            #expect(try verify() == keys.keys[0])
            #expect(throws: DeploymentFailure.self) { try verify(data + [0]) }
            #expect(throws: DeploymentFailure.self) { try verify(data, ReleaseKeys(text: other.publicLine)) }
            #expect(throws: DeploymentFailure.self) { try verify(data, ReleaseKeys(text: "")) }
            try "not base64".write(toFile: file + ".sig", atomically: true, encoding: .utf8)
            #expect(throws: DeploymentFailure.self) { try verify() }
        }
    }

    @Test("is made only with a key that its owner alone can read")
    func keyFile() throws {
        try withFolder { folder in
            let key = folder + "/key"
            #expect(throws: DeploymentFailure.self) { try ReleaseSigner(contentsOf: key) }
            try ReleaseSigner().secretText.write(toFile: key, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
            #expect(throws: DeploymentFailure.self) { try ReleaseSigner(contentsOf: key) }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
            _ = try ReleaseSigner(contentsOf: key)
            try "short".write(toFile: key, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
            #expect(throws: DeploymentFailure.self) { try ReleaseSigner(contentsOf: key) }
        }
    }

    @Test("of a host's keys, only a file that others cannot write is trusted")
    func hostKeys() throws {
        try withFolder { folder in
            let path = folder + ReleaseKeys.hostFile
            #expect(try ReleaseKeys.trusted(root: folder) == ReleaseKeys(text: ""))
            try FileManager.default.createDirectory(
                atPath: folder + "/etc/bitcoin-analyzer", withIntermediateDirectories: true)
            let line = ReleaseSigner().publicLine
            try line.write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
            #expect(throws: DeploymentFailure.self) { try ReleaseKeys.trusted(root: folder) }
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            #expect(try ReleaseKeys.trusted(root: folder) == ReleaseKeys(text: line))
        }
    }
}
