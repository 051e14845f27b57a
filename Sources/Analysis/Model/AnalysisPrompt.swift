import Domain
import Lexicons

/// The prompt for an analysis: the instructions, which are a file of a version (`Lexicons/prompts`), and the facts.
///
/// No text from outside is in it: headlines are their mood and kinds by then, which are words of ours.
package enum AnalysisPrompt {
    package static let name = "market-analysis-1"
    static let instructions = lexicon_market_analysis_1().text
    /// The FNV-1a hash of the file (64 bits, as hexadecimal digits): tells versions apart, no more.
    package static let version = String(
        instructions.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)

    /// - Parameter reasons: why the text before was refused; empty for the first request.
    static func prompt(_ facts: PromptFacts, refusedFor reasons: [String] = []) -> ModelPrompt {
        var input = facts.lines.joined(separator: "\n")
        if !reasons.isEmpty {
            input +=
                "\n\nYour text before was refused:\n" + reasons.map { "- \($0)" }.joined(separator: "\n")
                + "\nWrite another one, in the simplest words of the examples."
        }
        return ModelPrompt(
            name: name, version: version, instructions: instructions, input: input, schema: ModelAnswer.schema)
    }
}
