import Domain

/// The text of a lexicon as entries: sections `[role weight]`, words by spaces, `#` for comments.
struct LexiconText: Sendable {
    enum Meaning: Hashable, Sendable {
        case role(WordRole, weight: Double)
        case event(NewsEvent)
        /// A frequent word, by which the language is recognised.
        case function
    }

    struct Entry: Hashable, Sendable {
        /// The words of all its forms, in lower case without accents.
        let forms: [[String]]
        let meaning: Meaning
        let line: Int
    }

    struct Failure: Error, Hashable, CustomStringConvertible {
        let line: Int
        let reason: String
        var description: String { "line \(line): \(reason)" }
    }

    let entries: [Entry]

    init(_ text: String) throws(Failure) {
        var entries: [Entry] = []
        var section: Meaning?
        for (index, line) in text.textLines(keepingEmpty: true).enumerated() {
            let number = index + 1
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("[") {
                section = try Self.section(line, number)
                continue
            }
            guard let section else { throw Failure(line: number, reason: "words before the first section") }
            for word in line.split(separator: " ") {
                entries.append(Entry(forms: try Self.forms(word, number), meaning: section, line: number))
            }
        }
        self.entries = entries
    }

    private static func section(_ line: Substring, _ number: Int) throws(Failure) -> Meaning {
        let parts = line.drop { $0 == "[" }.prefix { $0 != "]" }.split(separator: " ").map(String.init)
        switch parts.first {
        case "function"?: return .function
        case "event"?:
            guard parts.count == 2, let event = NewsEvent(rawValue: parts[1]) else { break }
            return .event(event)
        case let name?:
            guard let role = WordRole(rawValue: name), parts.count <= 2,
                let weight = parts.count == 2 ? Double(parts[1]) : 1, (0...1).contains(weight)
            else { break }
            return .role(role, weight: weight)
        case nil: break
        }
        throw Failure(line: number, reason: "'\(line)' is not a section")
    }

    /// The forms of `pull:v_back`: at most one of its words is inflected.
    private static func forms(_ entry: Substring, _ number: Int) throws(Failure) -> [[String]] {
        var forms: [[String]] = [[]]
        for part in entry.split(separator: "_", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: ":", omittingEmptySubsequences: false)
            guard pieces.count <= 2, !pieces[0].isEmpty else {
                throw Failure(line: number, reason: "'\(entry)' is not an entry")
            }
            var words = [String(pieces[0])]
            if pieces.count == 2 {
                guard let inflection = Inflection(rawValue: String(pieces[1])) else {
                    throw Failure(line: number, reason: "'\(entry)' has an unknown inflection")
                }
                words = inflection.forms(of: words[0])
            }
            forms = forms.flatMap { form in words.map { form + [LatinFolding.folded($0)] } }
        }
        var seen: Set<[String]> = []
        return forms.filter { seen.insert($0).inserted }
    }
}
