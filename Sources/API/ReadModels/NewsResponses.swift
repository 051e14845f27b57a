import Analysis
package import Domain

/// One story of `GET /v1/news`: the first article, and who else reported it.
package struct ArticleResponse: Codable, Hashable, Sendable {
    /// A later article of the same story.
    package struct Report: Codable, Hashable, Sendable {
        package var title: String
        package var link: String
        package var publisher: String
        package var published: Timestamp?
        package var language: String?

        package init(_ article: Article) {
            title = article.title
            link = article.link
            publisher = article.publisher
            published = article.published
            language = article.language
        }
    }

    /// A word of the title and what it adds to the mood.
    package struct MoodWord: Codable, Hashable, Sendable {
        package var text: String
        /// −1 to 1.
        package var weight: Double

        package init(text: String, weight: Double) {
            self.text = text
            self.weight = weight
        }
    }

    package var title: String
    /// The writer; `nil` where the feed names none.
    package var author: String?
    package var link: String
    package var publisher: String
    package var published: Timestamp?
    /// Plain text.
    package var summary: String
    package var language: String?
    /// The mood of the title, −1 to 1; `nil` in another language than English and French.
    package var sentiment: Double?
    /// What it rests on; `nil` from an API that does not send it.
    package var sentimentWords: [MoodWord]?
    /// What it is about, in the order of ``NewsEvent``; `nil` from an API that does not send it.
    package var kinds: [String]?
    /// Oldest first; `nil` from an API that does not send it.
    package var alsoReportedBy: [Report]?

    package init(_ archived: ArchivedArticle, alsoReportedBy reports: [Article] = []) {
        let article = archived.article
        let mood = MoodModel.mood(of: article.title, declared: article.language)
        title = article.title
        author = article.author
        link = article.link
        publisher = article.publisher
        published = article.published
        summary = article.summary
        language = article.language
        sentiment = mood?.value
        sentimentWords = mood?.reasons.map { MoodWord(text: $0.text, weight: $0.weight) } ?? []
        kinds = NewsEvent.allCases.filter { mood?.events.contains($0) == true }.map(\.rawValue)
        alsoReportedBy = reports.map(Report.init)
    }

    enum CodingKeys: String, CodingKey {
        case title, author, link, publisher, published, summary, language, sentiment, kinds
        case sentimentWords = "sentiment_words", alsoReportedBy = "also_reported_by"
    }
}

/// `GET /v1/news`: newest first.
package struct ArticlePage: Codable, Hashable, Sendable {
    package var news: [ArticleResponse]
    /// The cursor of the next page; `nil` on the last page.
    package var next: String?
    package var simulated: Bool
    /// When an article that is dated ahead becomes due; not part of the response.
    package var validUntil: Timestamp?

    enum CodingKeys: CodingKey { case news, next, simulated }

    package init(news: [ArticleResponse], next: String?, simulated: Bool) {
        self.news = news
        self.next = next
        self.simulated = simulated
    }
}

/// `GET /v1/news/mood`: the mood of the news of each day.
package struct NewsMoodResponse: Codable, Hashable, Sendable {
    /// The stories that began on one day (UTC).
    package struct Day: Codable, Hashable, Sendable {
        /// The start of the day.
        package var time: Timestamp
        /// The mean mood of its stories, −1 to 1.
        package var mood: Double
        /// The stories with a mood: in English or French.
        package var count: Int
        package var positive: Int
        package var neutral: Int
        package var negative: Int

        /// - Parameter moods: of the stories; not empty.
        package init(_ time: Timestamp, moods: [Double]) {
            self.time = time
            count = moods.count
            mood = moods.isEmpty ? 0 : (moods.reduce(0, +) / Double(moods.count) * 100).rounded() / 100
            let tones = moods.map(Mood.tone)
            positive = tones.count { $0 == .positive }
            neutral = tones.count { $0 == .neutral }
            negative = tones.count { $0 == .negative }
        }
    }

    /// Newest first; a day without news is absent.
    package var days: [Day]
    package var simulated: Bool
    /// When an article that is dated ahead becomes due; not part of the response.
    package var validUntil: Timestamp?

    enum CodingKeys: CodingKey { case days, simulated }

    package init(days: [Day], simulated: Bool) {
        self.days = days
        self.simulated = simulated
    }
}
