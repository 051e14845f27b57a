import Foundation
import Support
import Testing

struct AICheckTests {
    private struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let code: Int32
        let says: String
    }

    private static let facts = #"{"facts":{"price":67012.5,"quote":"USD","change_24h":0.012}"#
    private static let cases = [
        Case(
            testDescription: "a text on the line of its facts is checked",
            text: facts + #","lang":"en","text":"Bitcoin rose 50% over 24 hours."}"#, code: 1,
            says: #""accepted":false"#),
        Case(
            testDescription: "a right one after them",
            text: facts + "}\n" + #"{"lang":"en","text":"Bitcoin was at $67,012.50, up 1.2% over 24 hours."}"#, code: 0,
            says: #""accepted":true"#),
        Case(testDescription: "an empty file", text: "", code: 65, says: "has no text to check"),
        Case(testDescription: "facts alone", text: facts + "}", code: 65, says: "has no text to check"),
        Case(
            testDescription: "facts that cannot be",
            text: #"{"facts":{"price":-1,"quote":"USD","low_24h":9,"high_24h":1}}"#, code: 65,
            says: "line 1 of 'texts.jsonl' has facts that cannot be"),
    ]

    @Test("texts are checked against the facts before them, and a file without a text is no success", arguments: cases)
    private func check(_ each: Case) async throws {
        try await withFolder { folder in
            try Data(each.text.utf8).write(to: URL(filePath: folder + "/texts.jsonl"))
            let ended = try await BitcoinAnalyzer.run(["ai", "check", "texts.jsonl"], [:], in: folder)
            #expect(ended.code == each.code && (ended.output + ended.errors).contains(each.says), "\(ended)")
        }
    }

    @Test("a range that ends before it begins, or has not begun, is refused as such")
    func evaluatedRange() async throws {
        try await withFolder { folder in
            for (range, says) in [
                (["--from", "2026-02-01", "--to", "2026-01-01"], "is not after"),
                (["--from", "2999-01-01"], "is in the future"),
            ] {
                let ended = try await BitcoinAnalyzer.run(
                    ["evaluate"] + range, ["DATABASE_URL": "sqlite://\(folder)/own.db"], in: folder)
                #expect(ended.code == 64 && ended.errors.contains(says), "\(ended)")
            }
        }
    }
}
