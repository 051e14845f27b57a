import Domain

/// A page of a collection: as CSV, its items are the rows.
protocol CollectionPage: Encodable, Sendable {
    associatedtype Item: Encodable & SchemaDescribed & Sendable
    var items: [Item] { get }
    /// The schema whose members are the columns.
    var columnSchema: Schema { get }
}

extension CollectionPage {
    var columnSchema: Schema { Item.schema }
}

extension CandlePage: CollectionPage { var items: [CandleResponse] { candles } }
extension IndicatorPage: CollectionPage {
    var items: [Row] { indicators }
    var columnSchema: Schema {
        .object(Row.fixedFields + columns.map { .field($0, .nullable(.number)) })
    }
}
extension ArticlePage: CollectionPage { var items: [ArticleResponse] { news } }
extension NewsMoodResponse: CollectionPage { var items: [Day] { days } }
extension PastAnalysesResponse: CollectionPage { var items: [PastAnalysis] { analyses } }
extension RunPage: CollectionPage { var items: [Run] { runs } }
extension IncidentPage: CollectionPage { var items: [IncidentResponse] { incidents } }
extension TimelinePage: CollectionPage { var items: [TimelineEntry] { timeline } }
