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
            says: "line 1 of 'texts.jsonl': facts.price must be a number above 0 (got -1.0)"),
        fault(
            "a number as text", #"{"price":"1,234","quote":"USD"}"#,
            "facts.price must be a number above 0 (got the text \"1,234\")"),
        fault("no price", #"{"quote":"USD"}"#, "facts.price must be a number above 0, and is missing"),
        fault("no currency", #"{"price":1}"#, "facts.quote must be the code of a currency"),
        fault("a fall of more than all", price + #""change_24h":-1.2}"#, "facts.change_24h must be a number above -1"),
        fault("low above high", price + #""low_24h":9,"high_24h":1}"#, "facts.low_24h must be at most high_24h"),
        fault("half an hour", price + #""hours_known":20.5}"#, "facts.hours_known must be a whole number"),
        fault("an unknown label", price + #""trend":"up"}"#, "facts.trend must be one of"),
        fault("no moment", price + #""as_of":"yesterday"}"#, "facts.as_of must be a time such as"),
        fault("two prices", #"{"price":1,"quote":"USD","price":2}"#, "'price' stands more than once"),
        fault("a list of facts", "[1]", "facts must be an object (got a list)"),
        Case(
            testDescription: "a language that is not one of both", text: facts + #","lang":"de","text":"x"}"#, code: 65,
            says: "line 1 of 'texts.jsonl': lang must be \"en\" or \"fr\" (got the text \"de\")"),
        Case(
            testDescription: "a text that is none", text: facts + "}\n" + #"{"lang":"en","text":7}"#, code: 65,
            says: "line 2 of 'texts.jsonl': text must be a text (got 7.0)"),
        Case(
            testDescription: "a text before all facts", text: #"{"lang":"en","text":"x"}"#, code: 65,
            says: "line 1 of 'texts.jsonl': facts must stand in this line"),
        Case(
            testDescription: "a line that is cut", text: facts, code: 65,
            says: "line 1 of 'texts.jsonl' is not valid JSON"),
        Case(
            testDescription: "a line with nothing that is known", text: "{}", code: 65,
            says: "line 1 of 'texts.jsonl' has neither facts nor a text"),
    ]
    private static let price = #"{"price":1,"quote":"USD","#

    private static func fault(_ description: String, _ facts: String, _ says: String) -> Case {
        Case(
            testDescription: description, text: #"{"facts":"# + facts + "}", code: 65,
            says: "line 1 of 'texts.jsonl': " + says)
    }

    @Test("what to do names the member, in the language that is asked for")
    func hint() async throws {
        try await withFolder { folder in
            try Data((#"{"facts":"# + Self.price + #""trend":3}}"#).utf8).write(to: URL(filePath: folder + "/t.jsonl"))
            let ended = try await BitcoinAnalyzer.run(["ai", "check", "t.jsonl", "--lang", "fr"], [:], in: folder)
            #expect(ended.errors.contains("corrigez facts.trend à la ligne 1"), "\(ended)")
        }
    }

    @Test("texts are checked against the facts before them, and a file without a text is no success", arguments: cases)
    private func check(_ each: Case) async throws {
        try await withFolder { folder in
            try Data(each.text.utf8).write(to: URL(filePath: folder + "/texts.jsonl"))
            let ended = try await BitcoinAnalyzer.run(["ai", "check", "texts.jsonl"], [:], in: folder)
            #expect(ended.code == each.code && (ended.output + ended.errors).contains(each.says), "\(ended)")
        }
    }

    @Test("a file that cannot be read is named with the reason, as input and output")
    func unreadable() async throws {
        try await withFolder { folder in
            for (file, language, says) in [
                ("none.jsonl", "en", "cannot read 'none.jsonl': "),
                ("/", "fr", "impossible de lire «\u{A0}/\u{A0}»\u{A0}: "),
            ] {
                let ended = try await BitcoinAnalyzer.run(["ai", "check", file, "--lang", language], [:], in: folder)
                #expect(ended.code == 74 && ended.errors.contains(says), "\(ended)")
                #expect(!ended.errors.contains("NSCocoa"), "\(ended)")
            }
        }
    }

    @Test("a pipe with a name is read, by the check and by the mood")
    func pipe() async throws {
        for (command, text, says) in [
            (["ai", "check", "pipe", "--json"], Self.cases[1].text, #""accepted":true"#),
            (["mood", "pipe", "--json"], "Bitcoin plunges after a hack", "Bitcoin plunges"),
        ] {
            try await withFolder { folder in
                try #require(mkfifo(folder + "/pipe", 0o600) == 0)
                // Opening it waits for the other end.
                let writing = Task.detached { try Data(text.utf8).write(to: URL(filePath: folder + "/pipe")) }
                let ended = try await BitcoinAnalyzer.run(command, [:], in: folder)
                try await writing.value
                #expect(ended.code == 0 && ended.output.contains(says), "\(ended)")
            }
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
