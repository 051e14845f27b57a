import Domain

/// Reads the dates of one document, with an end to what unusual ones may cost.
struct DateBudget {
    /// Dates in a form that is not of a standard: more than a feed keeps, fewer than a hostile one has.
    private var left = 4000

    mutating func parse(_ text: FieldText, in bytes: [UInt8]) -> Timestamp? {
        var range = text.range
        // A plain CDATA section.
        if bytes.starts("<![CDATA[", at: range.lowerBound, to: range.upperBound), range.count >= 12 {
            range = bytes.trimmed(range.lowerBound + 9..<range.upperBound - 3)
        }
        if let standard = StandardDate.parse(bytes, range) { return standard }
        guard left > 0 else { return nil }
        left -= 1
        return FeedDate.parse(FieldReader(bytes).plain(text, limit: 200))
    }
}
