import Crypto
import Domain
import FoundationEssentials
import Support
import Testing

@testable import Notifications

@Suite("Messages to browsers are encrypted") struct PushEncryptionTests {
    private func bytes(_ text: String) throws -> [UInt8] { try #require([UInt8](base64URL: text)) }

    @Test("as in RFC 8188, 3.1")
    func walrus() throws {
        let body = try PushEncryption.record(
            Array("I am the walrus".utf8), material: SymmetricKey(data: try bytes("yqdlZ-tYemfogSmv7Ws5PQ")),
            salt: try bytes("I1BsxtFttlv3u_Oo94xnmw"), keyID: [])
        #expect(body.base64URL == "I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg")
    }

    @Test("as in RFC 8291, appendix A")
    func watermelon() throws {
        let sender = try P256.KeyAgreement.PrivateKey(
            rawRepresentation: try bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
        let body = try PushEncryption.encrypt(
            Array("When I grow up, I want to be a watermelon".utf8), for: .sample(), sender: sender,
            salt: try bytes("DGv6ra1nlYgDCS1FRnbzlw"))
        let expected =
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBr"
            + "u3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        #expect(body.base64URL == expected)
    }

    @Test("with another salt and key each time, and the longest text fills a body")
    func fresh() throws {
        let text = [UInt8](repeating: 0x61, count: PushEncryption.longestText)
        let bodies = try (0..<2).map { _ in try PushEncryption.encrypt(text, for: .sample()) }
        #expect(bodies.map(\.count) == [4096, 4096])
        #expect(bodies[0][..<16] != bodies[1][..<16] && bodies[0][21..<86] != bodies[1][21..<86])
    }

    @Test("not for a key that is no point of the curve")
    func invalid() {
        let subscription = PushSubscription(
            id: "a", endpoint: "https://p.example/x", key: [4] + [UInt8](repeating: 7, count: 64),
            secret: [UInt8](repeating: 1, count: 16), language: .english, created: .hour(1))
        #expect(throws: (any Error).self) { try PushEncryption.encrypt([1], for: subscription) }
    }
}
