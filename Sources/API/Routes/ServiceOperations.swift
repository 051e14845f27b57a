import HTTPTypes

/// The operations for other programs: health checks, metrics, the document itself.
enum ServiceOperations {
    static let livez = Operation(
        "/livez", id: "getLiveness", .service, "Whether the process responds; checks nothing beyond it.",
        response: [.text("text/plain")])

    static let verbose = Parameter(
        "verbose", "Each check with its result, as JSON.", schema: .text, example: "", requirement: "must be empty",
        absent: false, allowsEmpty: true, parse: { _ in true })
    static let readyz = Operation(
        "/readyz", id: "getReadiness", .service,
        "Whether the database responds, has the schema of this version, and its prices are fresh.",
        access: .anyoneInPart, parameters: [verbose],
        response: [
            .text("text/plain"),
            .json(
                .named(
                    "Readiness",
                    .object([
                        .field(
                            "checks",
                            .array(
                                .object([
                                    .field("name", .text), .field("ok", .boolean), .optional("detail", .text),
                                ]))), .withheld,
                    ]))),
        ], problems: [.serviceUnavailable])

    static let metrics = Operation(
        "/metrics", id: "getMetrics", .service, "Metrics in the text format of Prometheus.", access: .reader,
        response: [.text("text/plain")])

    static let document = Operation(
        "/openapi.json", id: "getDocument", .service, "This document.",
        response: [.json(.named("Document", .map(.anything)))])

    static let all = [livez, readyz, metrics, document]
}
