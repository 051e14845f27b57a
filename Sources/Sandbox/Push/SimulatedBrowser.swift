import Crypto
import Domain
import FoundationEssentials

/// A browser that is registered with a push service: reads messages as RFC 8291 and RFC 8188 say.
package struct SimulatedBrowser: Sendable {
    package let id: String
    let applicationServerKey: String?
    private let key = P256.KeyAgreement.PrivateKey()
    /// 16 bytes.
    package let auth: [UInt8]

    init(id: String, applicationServerKey: String?) {
        (self.id, self.applicationServerKey) = (id, applicationServerKey)
        auth = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    }

    /// Its public key, 65 bytes.
    package var p256dh: [UInt8] { [UInt8](key.publicKey.x963Representation) }

    /// - Parameter origin: of the sandbox.
    package func endpoint(at origin: String) -> String { "\(origin)/\(Endpoint.push.rawValue)/\(id)" }

    private struct Unreadable: Error {}

    /// - Throws: where it is not one record for this browser.
    func decrypted(_ body: [UInt8]) throws -> String {
        guard body.count > 86, body[16..<20].reduce(0, { $0 << 8 | UInt32($1) }) >= 18, body[20] == 65 else {
            throw Unreadable()
        }
        let (salt, sender, sealed) = (Array(body[..<16]), Array(body[21..<86]), Array(body[86...]))
        let shared = try key.sharedSecretFromKeyAgreement(
            with: P256.KeyAgreement.PublicKey(x963Representation: sender))
        let info = Array("WebPush: info\0".utf8) + p256dh + sender
        let material = shared.hkdfDerivedSymmetricKey(
            using: SHA256.self, salt: auth, sharedInfo: info, outputByteCount: 32)
        let content = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: material, salt: salt, info: Array("Content-Encoding: aes128gcm\0".utf8),
            outputByteCount: 16)
        let nonce = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: material, salt: salt, info: Array("Content-Encoding: nonce\0".utf8), outputByteCount: 12)
        let box = try AES.GCM.SealedBox(combined: nonce.withUnsafeBytes { [UInt8]($0) } + sealed)
        var text = [UInt8](try AES.GCM.open(box, using: content))
        while text.last == 0 { text.removeLast() }
        // The mark of the last record.
        guard text.popLast() == 2, let decoded = String(validating: text, as: UTF8.self) else { throw Unreadable() }
        return decoded
    }
}
