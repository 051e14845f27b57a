import Foundation
import Testing

@testable import LanguageModels

@Suite("A key in what a provider says") struct SecretFilterTests {
    private static let key = "AIzaSyD-9tQ_w7Xk3LmN5pRv"

    private static func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    /// Each byte in a notation of its own.
    private static func each(_ before: String, radix: Int = 16, _ after: String = "") -> String {
        key.utf8.map { before + String($0, radix: radix) + after }.joined()
    }

    private static let plain: [String] = [
        key, "key=" + key + "&x=1", "“" + key + "”", key.lowercased(), key.uppercased(), String(key.prefix(12)),
        "…" + key.suffix(8), key.prefix(4) + "****" + key.suffix(4), key.prefix(6) + "...", "AIza•••••••••", key + key,
    ]
    private static let escaped: [String] = [
        each("%"), each("%25"), each(""), each("\\u00"), each("&#", radix: 10, ";"), each("&#x", ";"),
        each("\\x"), String(each("", ":").dropLast()), String(each("", "-").dropLast()),
    ]
    private static let base64: [String] = [
        encoded(key), encoded("user:" + key), encoded("ab" + key),
        encoded(key).replacingOccurrences(of: "=", with: ""), "Basic " + encoded(":" + key),
        String(encoded("x-goog-api-key: " + key).dropFirst(5)),
    ]

    @Test("is withheld in every form", arguments: plain + escaped + base64)
    func withheld(form: String) throws {
        let text = try #require(SecretFilter(Self.key)).withoutParts("the request with \(form) was refused")
        #expect(text.contains("[withheld]") && text.hasPrefix("the request with "), "\(text)")
        for start in 0...Self.key.count - 6 {
            #expect(!text.lowercased().contains(Self.key.dropFirst(start).prefix(6).lowercased()), "\(text)")
        }
        for word in text.split(separator: " ") {
            #expect(
                !(Data(base64Encoded: String(word)).map { String(decoding: $0, as: UTF8.self) } ?? "").contains(
                    "tQ_w7X"))
        }
    }

    @Test(
        "is not seen where it is not",
        arguments: [
            "The model 'gpt-6-luna' does not exist or you do not have access to it.",
            "Rate limit reached for requests per min (RPM): Limit 3, Used 3... Please try again in 20s.",
            "", "*** internal error ***", "quota 100% used, see https://example.org/a%20b?x=1", "\u{1F600}\u{301}",
        ])
    func kept(text: String) throws {
        #expect(try #require(SecretFilter(Self.key)).withoutParts(text) == text)
    }

    @Test("a text keeps words that a weak key has too, and loses the whole key")
    func texts() throws {
        let filter = try #require(SecretFilter("bitcoin-secret-key"))
        #expect(filter.withoutWhole("Bitcoin rose. A secret.") == "Bitcoin rose. A secret.")
        #expect(filter.withoutWhole("Bitcoin-Secret-Key rose") == "[withheld] rose")
        #expect(SecretFilter("k") == nil && SecretFilter(nil) == nil)
        #expect(SecretFilter("ollama")?.withoutWhole("ollama") == "ollama")
    }

    @Test("any text is read in a time that does not grow with its size, and without a trap")
    func hostile() throws {
        let filter = try #require(SecretFilter(Self.key))
        for text in [
            String(repeating: "%", count: 100_000), String(repeating: "&#", count: 50_000), "\\u00", "%4", "&#;",
            "&#x;",
            String(repeating: String(Self.key.prefix(5)), count: 20_000), String(repeating: "A", count: 100_000), "=",
            "&#99999;",
        ] {
            #expect(filter.withoutParts(text).count <= 8000)
        }
    }
}
