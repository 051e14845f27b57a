import API
import Domain

/// The current analysis and the newest incidents as an Atom feed (RFC 4287).
struct FeedDocument {
    let xml: String

    /// Incidents in the feed.
    static let incidentLimit = 30

    init(_ analysis: AnalysisResponse?, _ incidents: [IncidentResponse], in formatter: LocalizedFormatter) {
        let strings = formatter.strings
        let entries =
            (analysis.map { [Self.entry($0, in: formatter)] } ?? []) + incidents.map { Self.entry($0, in: formatter) }
        let updated = entries.map(\.updated).max() ?? formatter.now
        let head = """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(strings.code)">
            <id>urn:bitcoin-analyzer:feed:\(strings.code)</id>
            <title>\(Self.escaped(strings.title))</title>
            <subtitle>\(Self.escaped(strings.description))</subtitle>
            <updated>\(updated.rfc3339)</updated>
            <author><name>\(Self.escaped(strings.title))</name></author>
            <link rel="self" type="application/atom+xml" href="/feed.xml?lang=\(strings.code)"/>
            <link rel="alternate" type="text/html" href="/"/>

            """
        xml = head + entries.sorted { $0.updated > $1.updated }.map(\.xml).joined() + "</feed>\n"
    }

    private struct Entry {
        let updated: Timestamp
        let xml: String

        init(id: String, title: String, text: String, href: String, published: Timestamp, updated: Timestamp) {
            self.updated = updated
            xml = """
                <entry>
                <id>\(FeedDocument.escaped(id))</id>
                <title>\(FeedDocument.escaped(title))</title>
                <published>\(published.rfc3339)</published>
                <updated>\(updated.rfc3339)</updated>
                <link rel="alternate" type="text/html" href="\(FeedDocument.escaped(href))"/>
                <summary>\(FeedDocument.escaped(text))</summary>
                </entry>

                """
        }
    }

    private static func entry(_ analysis: AnalysisResponse, in formatter: LocalizedFormatter) -> Entry {
        let strings = formatter.strings
        return Entry(
            id: "urn:bitcoin-analyzer:analysis:\(analysis.asOf.rfc3339):\(strings.code)",
            title: "\(strings.analysis)\(formatter.colon)\(formatter.dates.full(analysis.asOf))", text: analysis.text,
            href: "/?lang=\(strings.code)", published: analysis.asOf, updated: analysis.asOf)
    }

    private static func entry(_ incident: IncidentResponse, in formatter: LocalizedFormatter) -> Entry {
        let language = formatter.language
        let title = "\(incident.cause.title[language]) (\(incident.state.title[language]))"
        return Entry(
            id: "urn:bitcoin-analyzer:incident:\(incident.id.rawValue.percentEncoded)", title: title,
            // Everyone reads the feed.
            text: incident.symptom.withoutQuotations,
            href: "/incidents/\(incident.id.rawValue.percentEncoded)?lang=\(formatter.strings.code)",
            published: incident.opened, updated: incident.resolved ?? incident.opened)
    }

    /// For text and attributes; what XML 1.0 cannot contain is left out.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value): break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
