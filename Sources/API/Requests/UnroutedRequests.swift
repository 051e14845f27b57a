import HTTPTypes
package import Hummingbird

/// Responds to requests that no route takes: OPTIONS, and methods that the route does not have (RFC 9110, 9.3.7 and
/// 15.5.6). Added after the routes, which do not pass through it.
struct UnroutedRequests: RouterMiddleware {
    typealias Context = APIRequestContext
    private struct Route {
        let path: [Substring]
        let methods: Set<HTTPRequest.Method>

        var variableCount: Int { path.count(where: Self.isVariable) }

        /// - Parameter segments: of a request's path.
        func matches(_ segments: [Substring]) -> Bool {
            segments.count == path.count && zip(path, segments).allSatisfy { Self.isVariable($0) || $0 == $1 }
        }

        private static func isVariable(_ part: Substring) -> Bool { part.hasPrefix("{") || part.hasPrefix(":") }
    }

    private let routes: [Route]

    /// - Parameter routes: the templates and methods.
    init(_ routes: [(path: String, method: HTTPRequest.Method)]) {
        let grouped = Dictionary(grouping: routes, by: \.path).map { path, routes in
            let methods = Set(routes.map(\.method))
            return Route(
                path: path.split(separator: "/"), methods: methods.contains(.get) ? methods.union([.head]) : methods)
        }
        // As the router does, a name before a variable.
        self.routes = grouped.sorted { $0.variableCount < $1.variableCount }
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
            return Response(status: .noContent, headers: [.allow: allowed])
        }
        throw Problem.methodNotAllowed(allowed)
    }
}

extension Router where Context == APIRequestContext {
    /// Adds the responses to requests that none of the routes takes. Called after all of them have been added.
    package func addUnroutedRequests() {
        add(middleware: UnroutedRequests(routes.map { ("\($0.path)", $0.method) }))
    }
}

extension Problem {
    fileprivate static func methodNotAllowed(_ allowed: String) -> Problem {
        Problem(
            .methodNotAllowed, code: "method-not-allowed", title: "Method not allowed",
            detail: "this address has the methods \(allowed)", headers: [.allow: allowed])
    }
}
