import Mustache

/// The pages' Mustache templates, parsed once.
struct Templates: Sendable {
    private let library: MustacheLibrary
    private let page: MustacheTemplate
    private let incidents: MustacheTemplate
    private let incident: MustacheTemplate
    private let missingIncident: MustacheTemplate

    /// - Throws: when a template cannot be parsed, or that of a page is missing.
    init(_ files: EmbeddedFiles) throws {
        MustacheContentTypes.register(ScalarHTML(), named: ScalarHTML.name)
        var templates: [String: MustacheTemplate] = [:]
        for (name, bytes) in files.inFolder("templates", suffix: ".mustache") {
            // Said here, so that no template can forget it.
            let source = "{{% CONTENT_TYPE:\(ScalarHTML.name)}}" + String(decoding: bytes, as: UTF8.self)
            templates[name] = try MustacheTemplate(string: source)
        }
        func template(_ name: String) throws -> MustacheTemplate {
            guard let template = templates[name] else {
                throw EmbeddedFiles.Missing(path: "templates/\(name).mustache")
            }
            return template
        }
        page = try template("page")
        incidents = try template("incidents")
        incident = try template("incident")
        missingIncident = try template("missingincident")
        library = MustacheLibrary(templates: templates)
    }

    func html(_ view: Page) -> String { page.render(view, library: library) }
    func html(_ view: IncidentsPage) -> String { incidents.render(view, library: library) }
    func html(_ view: IncidentFile) -> String { incident.render(view, library: library) }
    func html(_ view: MissingIncidentPage) -> String { missingIncident.render(view, library: library) }
}

/// Escapes what HTML gives a meaning to, scalar by scalar. Mustache's own escaping goes by characters, and a quotation mark
/// followed by a combining accent is another character: it would pass, and end an attribute.
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
