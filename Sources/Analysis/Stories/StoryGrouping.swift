package import Domain

/// Groups the articles of one story.
///
/// Each article follows the most alike older one of the 48 hours before it, if any is alike enough; an article that
/// follows none begins a story. So the story of an article depends on what was published before it only, and is the
/// same on every page.
package struct StoryGrouping: Sendable {
    package struct Item: Sendable {
        package let title: String
        package let language: String?
        package let time: Timestamp
        /// Its address. Two articles with one address and title are one story, however little the title says.
        package let link: String?

        package init(title: String, language: String?, time: Timestamp, link: String? = nil) {
            self.title = title
            self.language = language
            self.time = time
            self.link = link
        }
    }

    /// For each item, by its position: the position of the first article of its story.
    package let first: [Int]

    /// How far apart two articles of one story may be.
    package static let window = Duration.hours(48)

    /// - Parameter items: oldest first. Cost: some ten microseconds for each, and a comparison for each pair within the
    ///   window that shares two names, numbers or words.
    package init(_ items: [Item]) {
        var tracker = StoryTracker()
        first = items.map { tracker.add($0) }
    }
}
