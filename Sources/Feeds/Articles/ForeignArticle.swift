package import Domain

/// How articles that come from elsewhere than a feed are treated as those of feeds are.
package enum ForeignArticle {
    /// The identity of a link.
    package static func identity(of link: String) -> ArticleID { ArticleIdentity.of(link: link) }

    /// The address of an article; `nil` when it is no absolute `http` or `https` address.
    package static func link(_ text: String) -> String? { ArticleLink.absolute(text, from: nil) }

    /// HTML or text as plain text on one line.
    package static func plainText(_ text: String) -> String { PlainText.of(text) }

    /// A date in any form that feeds have.
    package static func date(_ text: String) -> Timestamp? { FeedDate.parse(text) }
}
