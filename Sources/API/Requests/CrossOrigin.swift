import HTTPTypes
import Hummingbird

/// Lets pages of other sites read the API (https://fetch.spec.whatwg.org/#http-cors-protocol): the setting
/// `CORS_ORIGINS`. Without credentials: what a reader sees is what everyone sees.
package struct CrossOriginPolicy: Sendable {
    /// `nil` for every site.
    private let origins: Set<String>?

    /// - Parameter origins: as browsers send them (`https://example.org`), or `*` for every site; `nil` for none.
    package init?(_ origins: [String]) {
        guard !origins.isEmpty else { return nil }
        self.origins = origins.contains("*") ? nil : Set(origins)
    }

    /// The value of `Access-Control-Allow-Origin`; `nil` for a site that may not read.
    func allowed(_ origin: String) -> String? {
        guard let origins else { return "*" }
        return origins.contains(origin) ? origin : nil
    }
}

/// Adds the headers of CORS to responses, and responds to preflight requests. The outermost layer, so that problems
/// have them too.
struct CrossOriginMiddleware: RouterMiddleware {
    typealias Context = APIRequestContext
    let policy: CrossOriginPolicy

    /// What a page may read besides the body.
    private static let exposed =
        "ETag, Link, Retry-After, RateLimit, RateLimit-Policy, Traceparent, Bitcoin-Analyzer-Simulated"
    /// How long a browser keeps the response to a preflight request, in seconds.
    private static let maxAge = "86400"

    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        guard let origin = request.headers[.origin] else { return try await next(request, context) }
        let allowed = policy.allowed(origin)
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            var headers: HTTPFields = [.vary: "Origin"]
            if let allowed {
                headers[.accessControlAllowOrigin] = allowed
                headers[.accessControlAllowMethods] = "GET, HEAD, PATCH"
                headers[.accessControlAllowHeaders] = "Accept, Authorization, Content-Type, If-Match, If-None-Match"
                headers[.accessControlMaxAge] = Self.maxAge
            }
            return Response(status: .noContent, headers: headers)
        }
        var response = try await next(request, context)
        response.headers[.vary] = [response.headers[.vary], "Origin"].compactMap(\.self).joined(separator: ", ")
        if let allowed {
            response.headers[.accessControlAllowOrigin] = allowed
            response.headers[.accessControlExposeHeaders] = Self.exposed
        }
        return response
    }
}
