import Crypto
import Domain
import FoundationEssentials

/// The encryption of messages to a browser (RFC 8291), so that its push service cannot read them: one record of
/// `aes128gcm` (RFC 8188).
enum PushEncryption {
    /// Of the body that a push service has to take (RFC 8030, 7.2).
    static let longestBody = 4096
    /// Salt, record size, length and text of the key id.
    private static let headerLength = saltLength + 4 + 1 + PushSubscription.keyLength
    private static let tagLength = 16
    private static let saltLength = 16
    private static let recordSize: UInt32 = 4096
    /// Ends the last record (RFC 8188, 2).
    private static let delimiter: UInt8 = 2

    /// Of a text that fits into ``longestBody``.
    static let longestText = longestBody - headerLength - tagLength - 1

    /// - Throws: where `subscription` has a key that is no point of the curve.
    static func encrypt(_ text: [UInt8], for subscription: PushSubscription) throws -> [UInt8] {
        try encrypt(text, for: subscription, sender: P256.KeyAgreement.PrivateKey(), salt: randomSalt())
    }

    /// - Parameters:
    ///   - sender: of this message only.
    ///   - salt: 16 bytes, of this message only.
    static func encrypt(
        _ text: [UInt8], for subscription: PushSubscription, sender: P256.KeyAgreement.PrivateKey, salt: [UInt8]
    ) throws -> [UInt8] {
        let receiver = try P256.KeyAgreement.PublicKey(x963Representation: subscription.key)
        let senderKey = [UInt8](sender.publicKey.x963Representation)
        // RFC 8291, 3.4
        let shared = try sender.sharedSecretFromKeyAgreement(with: receiver)
        let material = shared.hkdfDerivedSymmetricKey(
            using: SHA256.self, salt: subscription.secret,
            sharedInfo: Array("WebPush: info".utf8) + [0] + subscription.key + senderKey, outputByteCount: 32)
        return try record(text, material: material, salt: salt, keyID: senderKey)
    }

    /// A body of one record (RFC 8188, 2).
    static func record(_ text: [UInt8], material: SymmetricKey, salt: [UInt8], keyID: [UInt8]) throws -> [UInt8] {
        func derived(_ name: String, _ count: Int) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: material, salt: salt, info: Array("Content-Encoding: \(name)".utf8) + [0],
                outputByteCount: count)
        }
        // Of the first record, whose number is 0: the nonce as it is derived.
        let nonce = derived("nonce", 12).withUnsafeBytes { [UInt8]($0) }
        let box = try AES.GCM.seal(
            text + [delimiter], using: derived("aes128gcm", 16), nonce: AES.GCM.Nonce(data: nonce))
        let size = withUnsafeBytes(of: recordSize.bigEndian) { [UInt8]($0) }
        return salt + size + [UInt8(clamping: keyID.count)] + keyID + [UInt8](box.ciphertext) + [UInt8](box.tag)
    }

    private static func randomSalt() -> [UInt8] {
        SymmetricKey(size: SymmetricKeySize(bitCount: saltLength * 8)).withUnsafeBytes { [UInt8]($0) }
    }
}
