import Domain
import Lexicons

/// Words and names of both languages as concepts: `Russie`, `russe` and `Russian` are one place.
struct StoryTerms: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case company, person, authority, place, asset, up, down, act, topic, number, stop

        /// How much two headlines have in common that share it.
        var weight: Double {
            switch self {
            case .company, .person: 3
            case .place: 2
            case .authority: 1.5
            case .act: 2
            case .topic: 1.5
            case .up, .down: 0.7
            case .asset: 0.3
            case .number, .stop: 0
            }
        }

        /// Whether it is the name of a company, person, authority or place.
        var isName: Bool { [.company, .person, .authority, .place].contains(self) }
    }

    struct Term: Hashable, Sendable {
        /// The words behind the first one.
        let rest: [String]
        let concept: String
        let kind: Kind
    }

    struct Failure: Error, Hashable, CustomStringConvertible {
        let line: Int
        let reason: String
        var description: String { "line \(line): \(reason)" }
    }

    /// By their first word, longest first.
    let terms: [String: [Term]]
    /// Acts of which one story has only one: for each, the others.
    let opposites: [String: Set<String>]

    /// Those of the program, read once; a file that the tests would refuse has none.
    static let embedded = (try? StoryTerms(embeddedText)) ?? StoryTerms(terms: [:])

    /// The file, as compiled in.
    static var embeddedText: String { lexicon_terms().text }

    private init(terms: [String: [Term]]) {
        self.terms = terms
        opposites = [:]
    }

    /// - Throws: ``Failure`` also where a phrase stands twice.
    init(_ text: String) throws(Failure) {
        var terms: [String: [Term]] = [:]
        var opposites: [String: Set<String>] = [:]
        var (kind, isOpposite) = (Kind?.none, false)
        for (index, line) in text.textLines(keepingEmpty: true).enumerated() {
            let number = index + 1
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("[") {
                let section = String(line.dropFirst().prefix { $0 != "]" })
                (kind, isOpposite) = (Kind(rawValue: section), section == "opposite")
                guard kind != nil || isOpposite else {
                    throw Failure(line: number, reason: "'\(line)' is not a section")
                }
                continue
            }
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if isOpposite, parts.count == 2 {
                for act in parts[0].split(separator: " ").map(String.init) {
                    for other in parts[1].split(separator: " ").map(String.init) {
                        opposites[act, default: []].insert(other)
                        opposites[other, default: []].insert(act)
                    }
                }
                continue
            }
            guard let kind, parts.count == 2, let concept = parts[0].split(separator: " ").first.map(String.init) else {
                throw Failure(line: number, reason: "'\(line)' is not 'concept = words' in a section")
            }
            let words = parts[1].split(separator: " ")
            for phrase in words.isEmpty ? [Substring(concept)] : words {
                let form = LatinFolding.folded(phrase).split(separator: "_").map(String.init)
                guard let first = form.first else { throw Failure(line: number, reason: "'\(phrase)' is empty") }
                let term = Term(rest: Array(form.dropFirst()), concept: concept, kind: kind)
                if let other = terms[first]?.first(where: { $0.rest == term.rest }) {
                    throw Failure(line: number, reason: "'\(phrase)' is also '\(other.concept)'")
                }
                terms[first, default: []].append(term)
            }
        }
        for key in terms.keys { terms[key]?.sort { $0.rest.count > $1.rest.count } }
        self.terms = terms
        self.opposites = opposites
    }

    /// The longest term that begins at the token.
    func term(at index: Int, in tokens: [HeadlineToken]) -> Term? {
        guard let word = tokens[index].word, let known = terms[word] else { return nil }
        return known.first { term in
            index + term.rest.count < tokens.count
                && term.rest.indices.allSatisfy { tokens[index + 1 + $0].word == term.rest[$0] }
        }
    }
}
