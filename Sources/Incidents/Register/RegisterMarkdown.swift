import Domain

/// The register's numbers as Markdown.
struct RegisterMarkdown {
    private let register: IncidentRegister
    private let language: Language

    init(_ register: IncidentRegister, in language: Language) {
        self.register = register
        self.language = language
    }

    /// Blocks, to stand with a blank line between them; none where there is nothing to count.
    var parts: [String] {
        guard register.count > 0 else { return [] }
        var parts = [table(["", ""], RegisterSummary(register, in: language).figures.map { [$0.name, $0.value] })]
        parts.append(
            table(
                [say("Cause", "Cause"), say("Incidents", "Incidents"), say("Open", "Ouverts")],
                register.causes.map {
                    ["\($0.cause.title[language]) (`\($0.cause.rawValue)`)", "\($0.count)", "\($0.open)"]
                }))
        if !register.returning.isEmpty {
            parts.append(say("What came back:", "Ce qui est revenu :"))
            parts.append(
                register.returning.map { back in
                    let place = back.place.phrase.isEmpty ? "" : ", " + MarkdownText.code(back.place.phrase[language])
                    return
                        "- \(back.cause.title[language]) (`\(back.cause.rawValue)`)\(place)\(say(":", " :")) \(back.times) \(say("times", "fois"))"
                }.joined(separator: "\n"))
        }
        return parts
    }

    /// Of our own words and numbers only.
    private func table(_ heads: [String], _ rows: [[String]]) -> String {
        ([heads, heads.indices.map { $0 == 0 ? "---" : "---:" }] + rows).map { "| \($0.joined(separator: " | ")) |" }
            .joined(separator: "\n")
    }

    private func say(_ english: String, _ french: String) -> String { language == .french ? french : english }
}
