/// What aggregators do to headlines, undone.
enum Headline {
    /// The title without the " - Publisher" that Google News puts behind it.
    static func without(publisher: String, _ title: String) -> String {
        for dash in [" - ", " – ", " — ", " | "]
        where title.hasSuffix(dash + publisher) && title.count > (dash + publisher).count {
            return String(title.dropLast((dash + publisher).count))
        }
        return title
    }

    /// Whether a summary tells nothing beyond the headline: the headline itself, with or without its publisher. On
    /// Google News also when other headlines follow, because it never has more than headlines there.
    static func isRepeated(in summary: String, headline: String, title: String, publisher: String?, link: String)
        -> Bool
    {
        let isAggregated = link.hasPrefix("https://news.google.com/")
        for repeated in [headline, title] where summary.hasPrefix(repeated) {
            let rest = summary.dropFirst(repeated.count).drop { " -–—|·".contains($0) }
            if rest.isEmpty || rest == publisher ?? "" || isAggregated { return true }
        }
        return false
    }
}
