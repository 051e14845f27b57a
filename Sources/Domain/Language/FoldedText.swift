extension String {
    /// The text as a search compares it: small letters without accents, as far as English and French have them. A
    /// database does the same with ``FoldedLetters``.
    package var folded: String {
        lowercased().composed.unicodeScalars.reduce(into: "") { text, scalar in
            text.unicodeScalars.append(FoldedLetters.byAccented[scalar] ?? scalar)
        }
    }
}

/// The letters with accents, and the letters without them.
package enum FoldedLetters {
    /// Large and small: a database may not know the large ones as letters.
    package static let accented = "ÀÁÂÃÄÅàáâãäåÇçÈÉÊËèéêëÌÍÎÏìíîïÑñÒÓÔÕÖòóôõöÙÚÛÜùúûüÝŸýÿ’"
    package static let plain = "aaaaaaaaaaaacceeeeeeeeiiiiiiiinnoooooooooouuuuuuuuyyyy'"

    fileprivate static let byAccented = Dictionary(
        zip(accented.unicodeScalars, plain.unicodeScalars), uniquingKeysWith: { first, _ in first })
}
