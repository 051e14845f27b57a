/// The forms of a word of the lexicon: `rise:v` is rise, rises, rising, rised.
enum Inflection: String, CaseIterable, Sendable {
    /// English: a regular verb, one that doubles its last letter.
    case verb = "v", doublingVerb = "vv"
    /// Both languages: singular and plural.
    case noun = "n"
    /// French: verbs in -er, -ir and -re; adjectives; adjectives in -al.
    case er, ir, re, adjective = "a", al = "x"

    func forms(of stem: String) -> [String] {
        switch self {
        case .verb: Self.englishVerb(stem)
        case .doublingVerb:
            Self.englishVerb(stem).prefix(2) + [stem + stem.suffix(1) + "ed", stem + stem.suffix(1) + "ing"]
        case .noun: [stem, Self.plural(stem)]
        case .er:
            Self.erEndings.map { stem + $0 } + (stem.hasSuffix("g") ? ["eait", "eant", "ea"].map { stem + $0 } : [])
        case .ir: Self.irEndings.map { stem + $0 }
        case .re: ["re", "s", "", "ent", "u", "ue", "us", "ues", "ait", "ra", "ront"].map { stem + $0 }
        case .adjective: ["", "e", "s", "es"].map { stem + $0 }
        case .al: ["", "e", "es"].map { stem + $0 } + [stem.hasSuffix("al") ? stem.dropLast(1) + "ux" : stem + "s"]
        }
    }

    private static let erEndings = [
        "er", "e", "es", "ent", "é", "ée", "és", "ées", "ait", "aient", "ant", "a", "èrent", "era", "eront", "erait",
        "eraient",
    ]
    private static let irEndings = [
        "ir", "it", "issent", "i", "ie", "is", "ies", "issait", "issaient", "issant", "ira", "iront", "irait", "irent",
    ]

    private static func englishVerb(_ stem: String) -> [String] {
        if stem.hasSuffix("e") { return [stem, stem + "s", stem + "d", stem.dropLast() + "ing"] }
        if stem.hasSuffix("y"), let before = stem.dropLast().last, !"aeiou".contains(before) {
            return [stem, stem.dropLast() + "ies", stem.dropLast() + "ied", stem + "ing"]
        }
        return [stem, plural(stem), stem + "ed", stem + "ing"]
    }

    private static func plural(_ stem: String) -> String {
        ["s", "x", "z", "ch", "sh"].contains { stem.hasSuffix($0) } ? stem + "es" : stem + "s"
    }
}
