import Domain

/// A page of a collection: as CSV, its items are the rows.
protocol CollectionPage: Encodable, Sendable {
    associatedtype Item: Encodable & SchemaDescribed & Sendable
    var items: [Item] { get }
}

extension CandlePage: CollectionPage { var items: [CandleResponse] { candles } }
extension ArticlePage: CollectionPage { var items: [ArticleResponse] { news } }
extension NewsMoodResponse: CollectionPage { var items: [Day] { days } }
extension RunPage: CollectionPage { var items: [Run] { runs } }
extension IncidentPage: CollectionPage { var items: [IncidentResponse] { incidents } }
extension TimelinePage: CollectionPage { var items: [TimelineEntry] { timeline } }
