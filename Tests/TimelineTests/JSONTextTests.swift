import Foundation
import Support
import Testing

@testable import Timeline

@Suite("The scanner of JSON lines") struct JSONTextTests {
    /// A document with members of every kind, as text that Foundation has written.
    static func document(_ generator: inout SeededGenerator) throws -> (line: [UInt8], members: [String: Any]) {
        var members: [String: Any] = [:]
        for _ in 0..<Int.random(in: 0...8, using: &generator) { members[text(&generator)] = value(&generator, 2) }
        return (Array(try JSONSerialization.data(withJSONObject: members)), members)
    }

    static func text(_ generator: inout SeededGenerator) -> String {
        let pieces = ["a", "\"", "\\", "\n", "é", "😀", "{", "}", "[", "]", ",", ":", " ", "\u{1}", "\u{2028}", "level"]
        return (0..<Int.random(in: 0...6, using: &generator)).map { _ in
            pieces.randomElement(using: &generator) ?? ""
        }.joined()
    }

    static func value(_ generator: inout SeededGenerator, _ depth: Int) -> Any {
        switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &generator) {
        case 0: Int.random(in: -1_000_000...1_000_000, using: &generator)
        case 1: Bool.random(using: &generator)
        case 2: NSNull()
        case 3, 4: text(&generator)
        case 5: (0..<2).map { _ in value(&generator, depth - 1) }
        default: ["x": value(&generator, depth - 1), text(&generator): value(&generator, depth - 1)]
        }
    }

    static func canonical(_ value: Any) throws -> Data {
        try JSONSerialization.data(withJSONObject: [value], options: .sortedKeys)
    }

    @Test("finds the members that Foundation’s parser finds, with the same values", arguments: 0..<300 as Range<UInt64>)
    func same(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let (line, members) = try Self.document(&generator)
        var found: [String: String] = [:]
        line.withUnsafeBufferPointer { line in
            JSONText.members(of: line) { name, start, end, kind in
                let base = line.baseAddress.flatMap { base in name.baseAddress.map { $0 - base } } ?? 0
                let key = LineFacts.Value(base, base + name.count, .jsonString).text(in: line)
                let value = LineFacts.Value(start, end, kind == .string ? .jsonString : .plain).text(in: line)
                found[key] = kind == .string ? "s" + value : value
                return true
            }
        }
        #expect(Set(found.keys) == Set(members.keys))
        for (name, value) in members {
            let text = try #require(found[name])
            if let string = value as? String {
                #expect(text == "s" + string)
            } else {
                let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
                #expect(try Self.canonical(parsed) == Self.canonical(value), "\(name)")
            }
        }
    }

    @Test(
        "gives what is there of a line that is cut, and reads no line that is no object",
        arguments: [
            (#"{"a":"b","c":"d"#, ["a", "c"]), (#"{"a":"b","c"#, ["a"]), (#"{"a":1,"#, ["a"]), ("{", []), ("[1]", []),
            (#"{"a":"\"#, ["a"]), (#"{a:1}"#, []), (#"{"a":{"b":[1,{"c":"]}"#, ["a"]), ("", []), (#"{"a""b"}"#, ["a"]),
        ])
    func cut(text: String, names: [String]) {
        var found: [String] = []
        Array(text.utf8).withUnsafeBufferPointer { line in
            JSONText.members(of: line) { name, _, _, _ in
                found.append(String(decoding: name, as: UTF8.self))
                return true
            }
        }
        #expect(found == names)
    }
}
