import APIAssets
import Domain
import HTTPTypes
import Hummingbird

/// `GET /openapi.json`, and `/docs`, where Swagger UI shows it.
struct DocumentRoutes: Sendable {
    private let responses: ResponseCache
    private let version: String

    /// Swagger UI sets styles of elements, and its images are data; scripts and requests are of this server only.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    init(responses: ResponseCache, version: String) {
        self.responses = responses
        self.version = version
    }

    /// By path; empty where Swagger UI was not compiled in. Prepared when it is first asked for: 1.6 MB that most
    /// processes never send.
    private static let files: [String: PreparedResponse] = {
        guard let script = bytes(swagger_ui_script()), let style = bytes(swagger_ui_style()) else { return [:] }
        return [
            "swagger-ui-bundle.js": PreparedResponse(contentType: "text/javascript; charset=utf-8", body: script),
            "swagger-ui.css": PreparedResponse(contentType: "text/css; charset=utf-8", body: style),
            "start.js": PreparedResponse(
                contentType: "text/javascript; charset=utf-8", body: ByteBuffer(string: start)),
        ]
    }()

    private static func bytes(_ asset: APIAsset) -> ByteBuffer? {
        asset.bytes.map { ByteBuffer(bytes: UnsafeBufferPointer(start: $0, count: asset.size)) }
    }

    func add(to router: Router<APIRequestContext>) {
        router.add(ServiceOperations.document) { query, context in
            try await responses.respond(to: query, context) {
                ResponseContent(OpenAPIDocument.json(of: APIRouter.operations, version: version))
            }
        }
        router.get("/docs") { request, _ in
            guard !Self.files.isEmpty else {
                return Response(status: .temporaryRedirect, headers: [.location: "/openapi.json", .contentLength: "0"])
            }
            return Self.page.response(to: request)
        }
        router.get("/docs/{file}") { request, context in
            let name = try context.parameters.require("file")
            guard let file = Self.files[name] else { throw HTTPError(.notFound) }
            return file.response(to: request)
        }
    }

    private static let page = PreparedResponse(
        contentType: "text/html; charset=utf-8",
        body: ByteBuffer(
            string: """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Bitcoin Analyzer: API</title>
                <link rel="icon" href="data:,">
                <link rel="stylesheet" href="/docs/swagger-ui.css">
                </head>
                <body>
                <div id="swagger-ui"><noscript><a href="/openapi.json">openapi.json</a></noscript></div>
                <script src="/docs/swagger-ui-bundle.js"></script>
                <script src="/docs/start.js"></script>
                </body>
                </html>

                """),
        extraHeaders: [
            .contentSecurityPolicy: policy, .xContentTypeOptions: "nosniff",
        ])

    private static let start = """
        SwaggerUIBundle({
            url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null,
            presets: [SwaggerUIBundle.presets.apis]
        });

        """
}
