package import Domain

/// Tests may write a text that is the same in both languages as a literal.
extension Phrase: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(verbatim: text) }
}
