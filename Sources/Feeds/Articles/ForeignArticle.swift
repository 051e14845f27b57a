package import Domain

/// How articles that come from elsewhere than a feed are treated as those of feeds are.
package enum ForeignArticle {
    /// The identity of an article whose feed is unknown.
    package static func identity(link: String, title: String, publisher: String, published: Timestamp?) -> ArticleID {
        ArticleIdentity.of(
            identifier: nil, link: link, title: title, publisher: publisher, published: published, feed: "",
            sharesLink: false)
    }

    /// The address of an article; `nil` when it is no absolute `http` or `https` address.
    package static func link(_ text: String) -> String? { ArticleLink.absolute(text, from: nil) }

    /// HTML or text as plain text on one line.
    package static func plainText(_ text: String) -> String { PlainText.of(text) }

    /// A date in any form that feeds have.
    package static func date(_ text: String) -> Timestamp? { FeedDate.parse(text) }
}
