import Domain
import HTTPTypes
package import Hummingbird
import Logging

/// The outermost layer: binds each request to its trace, adds `traceparent` and the simulation header to each response,
/// converts errors to problems, counts and logs.
package struct RequestMiddleware: RouterMiddleware {
    package typealias Context = APIRequestContext
    private let simulated: Bool
    private let requests: RequestMetrics

    package init(simulated: Bool, requests: RequestMetrics) {
        self.simulated = simulated
        self.requests = requests
    }

    package func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var context = context
        context.trace = TraceContext(continuing: request.headers[.traceparent])
        context.logger[metadataKey: "trace_id"] = .string(context.trace.traceID)
        var (response, failure) = await TraceContext.$current.withValue(context.trace) {
            await respond(request, context, next)
        }
        // RFC 9110, 9.3.2: a body would be read as the next response.
        if request.method == .head { response.dropBody() }
        response.headers[.traceparent] = context.trace.traceparent
        if simulated { response.headers[.simulated] = "true" }

        let duration = started.duration(to: .now)
        let route = context.routeTemplate
        requests.counter(of: route).count(response.status.code, after: duration)
        RequestLogEntry(
            method: Self.name(of: request.method), path: request.uri.path.printableLine(limit: 200),
            route: route ?? "other",
            status: response.status.code, duration: duration,
            traceID: context.trace.traceID, failure: failure
        ).write(to: context.logger)
        return response
    }

    /// Methods are few: what a client invents is `other`.
    private static func name(of method: HTTPRequest.Method) -> String {
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
        return known.contains(method) ? method.rawValue : "other"
    }

    /// The response, and the error behind an internal server error.
    private func respond(
        _ request: Request, _ context: APIRequestContext, _ next: (Request, APIRequestContext) async throws -> Response
    ) async -> (Response, failure: String?) {
        do {
            return (try await next(request, context), nil)
        } catch let problem as Problem {
            return (problem.response(traceID: context.trace.traceID), nil)
        } catch let error as any HTTPResponseError where error.status == .notFound {
            return (
                Problem.notFound("no such route: \(request.uri.path.printableLine(limit: 200))").response(
                    traceID: context.trace.traceID), nil
            )
        } catch {
            return (Problem.internalError.response(traceID: context.trace.traceID), "\(error)")
        }
    }
}

extension Response {
    /// Keeps the length of the body, as a response to GET has it (RFC 9110, 8.6).
    fileprivate mutating func dropBody() {
        let length = headers[.contentLength]
        body = ResponseBody()
        headers[.contentLength] = length
    }
}
