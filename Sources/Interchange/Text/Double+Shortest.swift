extension Double {
    /// The shortest digits that read back as the same number (SE-0015, Errol), without the `.0` of a whole one, as JSON
    /// has it.
    package var shortest: String {
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
