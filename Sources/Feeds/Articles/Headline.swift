/// Removes additions of news aggregators.
enum Headline {
    /// The title without the " - Publisher" that Google News appends.
    static func without(publisher: String, _ title: String) -> String {
        for dash in [" - ", " – ", " — ", " | "]
        where title.hasSuffix(dash + publisher) && title.count > (dash + publisher).count {
            return String(title.dropLast((dash + publisher).count))
        }
        return title
    }

    /// Whether a summary only repeats the headline, with or without its publisher. On Google News also when other
    /// headlines follow, as its summaries consist of headlines.
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
