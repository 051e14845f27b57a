/// The tokens of a headline, and where each stands in it.
struct ScannedHeadline: Sendable {
    let tokens: [HeadlineToken]
    /// For each token, its scalars.
    private let ranges: [Range<Int>]
    private let scalars: [Unicode.Scalar]

    /// - Parameter ranges: one for each token, in the order of the text.
    init(tokens: [HeadlineToken], ranges: [Range<Int>], scalars: [Unicode.Scalar]) {
        self.tokens = tokens
        self.ranges = ranges
        self.scalars = scalars
    }

    /// Whether a token is written as a name: a capital and a lower-case letter.
    func isCapitalised(_ token: Int) -> Bool {
        guard ranges.indices.contains(token), ranges[token].count > 2 else { return false }
        let (first, second) = (scalars[ranges[token].lowerBound], scalars[ranges[token].lowerBound + 1])
        return first.properties.isUppercase && second.properties.isLowercase
    }

    /// The text of these tokens as the headline has it, with what stands between them.
    func text(of tokens: Range<Int>) -> String {
        guard !tokens.isEmpty, ranges.indices.contains(tokens.lowerBound), tokens.upperBound <= ranges.count else {
            return ""
        }
        let (start, end) = (ranges[tokens.lowerBound].lowerBound, ranges[tokens.upperBound - 1].upperBound)
        guard start < end else { return "" }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<end])
        return String(text)
    }
}
