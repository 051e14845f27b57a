import Mustache

/// The pages' Mustache templates, parsed once.
struct Templates: Sendable {
    private let library: MustacheLibrary
    private let market: MustacheTemplate
    private let incidents: MustacheTemplate
    private let incident: MustacheTemplate
    private let incidentError: MustacheTemplate
    private let sources: MustacheTemplate
    private let operations: MustacheTemplate
    private let run: MustacheTemplate
    private let error: MustacheTemplate
    private let news: MustacheTemplate
    private let analysis: MustacheTemplate
    private let alerts: MustacheTemplate

    /// - Throws: a parser error, or ``EmbeddedFiles/Missing`` when the template of a page is missing.
    init(_ files: EmbeddedFiles) throws {
        MustacheContentTypes.register(ScalarHTML(), named: ScalarHTML.name)
        var templates: [String: MustacheTemplate] = [:]
        for (name, bytes) in files.inFolder("templates", suffix: ".mustache") {
            // Set here, so that no template can omit it.
            let source = "{{% CONTENT_TYPE:\(ScalarHTML.name)}}" + String(decoding: bytes, as: UTF8.self)
            templates[name] = try MustacheTemplate(string: source)
        }
        func template(_ name: String) throws -> MustacheTemplate {
            guard let template = templates[name] else {
                throw EmbeddedFiles.Missing(path: "templates/\(name).mustache")
            }
            return template
        }
        market = try template("market")
        incidents = try template("incidents")
        incident = try template("incident")
        incidentError = try template("incident-error")
        sources = try template("sources")
        operations = try template("operations")
        run = try template("run")
        error = try template("error")
        news = try template("news-page")
        analysis = try template("analysis-page")
        alerts = try template("alerts")
        library = MustacheLibrary(templates: templates)
    }

    func html(_ view: MarketPage) -> String { market.render(view, library: library) }
    func html(_ view: IncidentListPage) -> String { incidents.render(view, library: library) }
    func html(_ view: IncidentDetailPage) -> String { incident.render(view, library: library) }
    func html(_ view: SourcesPage) -> String { sources.render(view, library: library) }
    func html(_ view: OperationsPage) -> String { operations.render(view, library: library) }
    func html(_ view: ErrorPage) -> String { error.render(view, library: library) }
    func html(_ view: AnalysisPage) -> String { analysis.render(view, library: library) }
    func html(_ view: AlertPage) -> String { alerts.render(view, library: library) }
    func html(_ view: NewsPage) -> String { news.render(view, library: library) }
    func html(_ view: RunPageView) -> String { run.render(view, library: library) }
    func html(_ view: IncidentErrorPage) -> String { incidentError.render(view, library: library) }
}

/// Escapes HTML's special characters scalar by scalar. Mustache's own escaping compares grapheme clusters: a quotation
/// mark followed by a combining accent is a different character, would pass unescaped and end an attribute.
struct ScalarHTML: MustacheContentType {
    static let name = "SCALAR_HTML"

    func escapeText(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
