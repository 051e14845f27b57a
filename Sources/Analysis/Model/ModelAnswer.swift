import Domain
import FoundationEssentials

/// What a model answers: labels, and sentences with placeholders for numbers.
struct ModelAnswer: Decodable {
    struct Sentence: Decodable {
        let text: String
        let facts: [String]
    }

    let trend: String?
    let volatility: String?
    let sentences: [Sentence]

    static let schema = """
        {"type":"object","properties":{"trend":{"type":"string","enum":["bullish","bearish","stable","unknown"]},\
        "volatility":{"type":"string","enum":["low","normal","high","unknown"]},"sentences":{"type":"array","items":\
        {"type":"object","properties":{"text":{"type":"string"},"facts":{"type":"array","items":{"type":"string"}}},\
        "required":["text","facts"],"additionalProperties":false}}},"required":["trend","volatility","sentences"],\
        "additionalProperties":false}
        """

    /// - Returns: `nil` for what is no such object. What stands around it is left out: some servers put it between
    ///   marks.
    init?(_ text: String) {
        guard let start = text.firstIndex(of: "{"), let end = text.lastIndex(of: "}"), start < end,
            let answer = try? JSONDecoder().decode(ModelAnswer.self, from: Data(text[start...end].utf8))
        else { return nil }
        self = answer
    }
}
