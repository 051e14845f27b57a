import HTTPTypes

/// A complete response of an endpoint.
struct WorldResponse: Sendable {
    var status: HTTPResponse.Status = .ok
    var headers: HTTPFields = [:]
    var body: [UInt8]

    init(_ status: HTTPResponse.Status = .ok, _ contentType: String, _ body: [UInt8], headers: HTTPFields = [:]) {
        self.status = status
        self.headers = headers
        self.headers[.contentType] = contentType
        self.body = body
    }

    static func json(_ text: String, status: HTTPResponse.Status = .ok) -> WorldResponse {
        WorldResponse(status, "application/json; charset=utf-8", Array(text.utf8))
    }

    static func text(_ text: String, status: HTTPResponse.Status) -> WorldResponse {
        WorldResponse(status, "text/plain; charset=utf-8", Array((text + "\n").utf8))
    }

    static func html(_ text: String, status: HTTPResponse.Status = .ok) -> WorldResponse {
        WorldResponse(status, "text/html; charset=utf-8", Array(text.utf8))
    }

    static let notFound = WorldResponse.text("nothing is served here", status: .notFound)
}
