package import Domain

/// Chooses the supported language that `Accept-Language` prefers (RFC 9110, 12.5.4).
package enum LanguageNegotiation {
    /// English when the header is absent or names no supported language.
    package static func language(_ header: String?) -> Language {
        guard let header else { return .english }
        var best: (language: Language, weight: Double)?
        for entry in header.split(separator: ",").prefix(32) {
            let parts = entry.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard let tag = parts.first, let weight = weight(parts.dropFirst()) else { continue }
            let primary = tag.split(separator: "-").first.map { $0.lowercased() } ?? ""
            guard let language = primary == "*" ? .english : Language(rawValue: primary), weight > best?.weight ?? 0
            else { continue }
            best = (language, weight)
        }
        return best?.language ?? .english
    }

    /// 1 without `q`; `nil` for a `q` that is not a number from 0 to 1.
    private static func weight(_ parameters: ArraySlice<String>) -> Double? {
        guard let q = parameters.first(where: { $0.lowercased().hasPrefix("q=") }) else { return 1 }
        return Double(q.dropFirst(2)).flatMap { (0...1).contains($0) ? $0 : nil }
    }
}
