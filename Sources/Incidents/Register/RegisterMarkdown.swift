import Domain

/// The register as Markdown tables.
struct RegisterMarkdown {
    private let register: IncidentRegister
    private let language: Language

    init(_ register: IncidentRegister, in language: Language) {
        self.register = register
        self.language = language
    }

    /// Blocks, to be separated by blank lines; none without incidents.
    var parts: [String] {
        guard register.count > 0 else { return [] }
        var parts = [table(["", ""], RegisterSummary(register, in: language).rows.map { [$0.name, $0.value] })]
        parts.append(
            table(
                [
                    language.localized("Cause", fr: "Cause"), language.localized("Incidents", fr: "Incidents"),
                    language.localized("Open", fr: "Ouverts"),
                ],
                register.causes.map {
                    [name(of: $0.cause), "\($0.count)", "\($0.open)"]
                }))
        if !register.returning.isEmpty {
            parts.append(language.localized("Recurring incidents:", fr: "Incidents récurrents\u{A0}:"))
            parts.append(
                register.returning.map { recurring in
                    let place = recurring.place.phrase[language]
                    return "- \(name(of: recurring.cause))"
                        + (place.isEmpty ? "" : ", " + MarkdownText.line(place))
                        + language.localized(": \(recurring.times) times", fr: "\u{A0}: \(recurring.times)\u{A0}fois")
                }.joined(separator: "\n"))
        }
        return parts
    }

    /// A newer version may have written a cause that this one does not know. A pipe would end the cell, in code too.
    private func name(of cause: Cause) -> String {
        "\(MarkdownText.line(cause.title[language])) (\(MarkdownText.code(cause.rawValue).replacing("|", with: "\\|")))"
    }

    private func table(_ heads: [String], _ rows: [[String]]) -> String {
        ([heads, heads.indices.map { $0 == 0 ? "---" : "---:" }] + rows).map { "| \($0.joined(separator: " | ")) |" }
            .joined(separator: "\n")
    }
}
