extension Incident.Place {
    /// The affected place, for a person: `bitcoin-analyzer-api.service on vps`, `price sources`; empty where every host
    /// is affected.
    package var phrase: Phrase {
        guard let what = unit.map(Phrase.init(verbatim:)) ?? subject.map(Self.title), unit ?? subject != host else {
            return Phrase(verbatim: host ?? "")
        }
        guard let host else { return what }
        return what + Phrase(" on \(host)", fr: " sur \(host)")
    }

    private static func title(of subject: String) -> Phrase {
        switch subject {
        case SourceReport.Part.prices.rawValue: Phrase("price sources", fr: "sources de cours")
        case SourceReport.Part.news.rawValue: Phrase("news sources", fr: "sources d’actualités")
        default: Phrase(verbatim: subject)
        }
    }
}
