package import Domain
import FoundationEssentials
import NIOCore

/// Something in the database that streams of events tell of: a candle, an article, an analysis, an incident or a run,
/// as it is now.
package struct RecordedEvent: Sendable {
    /// The object, as the route of its kind responds with it.
    package enum Content: Hashable, Sendable {
        case candle(Interval, CandleResponse)
        case article(ArticleID, ArticleResponse)
        case analysis(AnalysisResponse)
        case incident(Incident)
        case run(Run)
    }

    package let content: Content
    /// When it was stored or last changed.
    package let recorded: Timestamp

    package init(_ content: Content, recorded: Timestamp) {
        self.content = content
        self.recorded = recorded
    }

    /// Of what: the events of one key tell of one thing that changes.
    var key: String {
        switch content {
        case .candle(let interval, let candle): "candle \(interval.rawValue) \(candle.time.milliseconds)"
        case .article(let id, _): "article \(id.rawValue)"
        case .analysis(let analysis): "analysis \(analysis.language.rawValue)"
        case .incident(let incident): "incident \(incident.id.rawValue)"
        case .run(let run): "run \(run.id.rawValue)"
        }
    }

    /// The type, as `event` in the stream.
    var kind: String { String(key.prefix { $0 != " " }) }

    /// The object as JSON on one line; `nil` for an audience that may not read it.
    private func json(for audience: EventAudience) -> Data? {
        let encoder = JSONEncoder.compact
        switch content {
        case .candle(let interval, let candle):
            return try? encoder.encode(CandleOfInterval(interval: interval, candle: candle))
        case .article(_, let article): return try? encoder.encode(article)
        case .analysis(let analysis):
            return audience.language == analysis.language ? try? encoder.encode(analysis) : nil
        case .incident(let incident):
            return try? encoder.encode(IncidentResponse(incident, audience.language).visible(to: audience.access))
        case .run(let run):
            switch audience.access {
            case .visitor: return nil
            case .reader: return try? encoder.encode(run.withoutQuotations)
            case .tokenHolder: return try? encoder.encode(run)
            }
        }
    }

    /// The fields `event` and `data` for each audience that may read it.
    func encoded() -> [EventAudience: ByteBuffer] {
        var encoded: [EventAudience: ByteBuffer] = [:]
        var shared: ByteBuffer?
        for audience in EventAudience.allCases {
            if let shared {
                encoded[audience] = shared
                continue
            }
            guard let json = json(for: audience) else { continue }
            let fields = ByteBuffer(
                string: EventFormat.fields(event: kind, data: String(decoding: json, as: UTF8.self)))
            encoded[audience] = fields
            // Of these everyone may read everything, and nothing depends on the language.
            switch content {
            case .candle, .article: shared = fields
            case .analysis, .incident, .run: break
            }
        }
        return encoded
    }
}

/// A candle of `GET /v1/candles` with the interval of its page.
private struct CandleOfInterval: Encodable {
    let interval: Interval
    let candle: CandleResponse

    enum CodingKeys: CodingKey { case interval }

    func encode(to encoder: any Encoder) throws {
        try candle.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(interval, forKey: .interval)
    }
}

/// What streams of events tell of, as it stands in the database.
package struct EventSnapshot: Sendable {
    /// Oldest first by ``RecordedEvent/recorded``.
    package let events: [RecordedEvent]
    /// Of what was recorded earlier, not everything is among them; `nil` where everything is.
    package let completeSince: Timestamp?

    package init(_ events: [RecordedEvent], completeSince: Timestamp? = nil) {
        self.events = events.sorted { $0.recorded < $1.recorded }
        self.completeSince = completeSince
    }
}
