import HTTPTypes
import Hummingbird

/// Responds to requests that no route takes: OPTIONS, and methods that the route does not have (RFC 9110, 9.3.7 and
/// 15.5.6). Added after the routes, which do not pass through it.
struct UnroutedRequests: RouterMiddleware {
    typealias Context = APIRequestContext
    private struct Route {
        let path: [Substring]
        let methods: Set<HTTPRequest.Method>

        /// - Parameter segments: of a request's path.
        func matches(_ segments: [Substring]) -> Bool {
            segments.count == path.count
                && zip(path, segments).allSatisfy { $0.hasPrefix("{") || $0.hasPrefix(":") || $0 == $1 }
        }
    }

    private let routes: [Route]

    /// - Parameter routes: the templates and methods.
    init(_ routes: [(path: String, method: HTTPRequest.Method)]) {
        self.routes = Dictionary(grouping: routes, by: \.path).map { path, routes in
            let methods = Set(routes.map(\.method))
            return Route(
                path: path.split(separator: "/"), methods: methods.contains(.get) ? methods.union([.head]) : methods)
        }
    }

    func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        let segments = request.uri.path.split(separator: "/")
        guard let route = routes.first(where: { $0.matches(segments) }) else {
            return try await next(request, context)
        }
        let allowed = (route.methods.union([.options])).map(\.rawValue).sorted().joined(separator: ", ")
        if request.method == .options {
            return Response(status: .noContent, headers: [.allow: allowed, .contentLength: "0"])
        }
        throw Problem.methodNotAllowed(allowed)
    }
}

extension Problem {
    fileprivate static func methodNotAllowed(_ allowed: String) -> Problem {
        Problem(
            .methodNotAllowed, code: "method-not-allowed", title: "Method not allowed",
            detail: "this address has the methods \(allowed)", headers: [.allow: allowed])
    }
}
