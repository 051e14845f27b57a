import Domain
import HTTPTypes
package import Hummingbird
import Logging

/// The outermost layer: binds every request to its trace, gives every answer its `traceparent`, says on every answer whether the world is
/// simulated, turns every error into a problem, counts, and writes one line for each request.
package struct RequestMiddleware: RouterMiddleware {
    package typealias Context = AnalyzerContext
    private let simulated: Bool
    private let requests: RequestMetrics

    package init(simulated: Bool, requests: RequestMetrics) {
        self.simulated = simulated
        self.requests = requests
    }

    package func handle(
        _ request: Request, context: AnalyzerContext, next: (Request, AnalyzerContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var context = context
        context.trace = TraceContext(continuing: request.headers[.traceparent])
        context.logger[metadataKey: "trace_id"] = .string(context.trace.traceID)
        var (response, failure) = await TraceContext.$current.withValue(context.trace) {
            await answer(request, context, next)
        }
        response.headers[.traceparent] = context.trace.traceparent
        if simulated { response.headers[.simulated] = "true" }

        let duration = started.duration(to: .now)
        // Where no route fits, Hummingbird says "NotFound".
        let route = context.endpointPath.flatMap { $0.hasPrefix("/") ? $0 : nil }
        requests.counter(of: route).count(response.status.code, after: duration)
        RequestLine(
            method: request.method.rawValue, path: request.uri.path, route: route ?? "other",
            status: response.status.code, duration: duration,
            traceID: context.trace.traceID, failure: failure
        ).tell(context.logger)
        return response
    }

    /// The answer, and why it is that of an internal error.
    private func answer(
        _ request: Request, _ context: AnalyzerContext, _ next: (Request, AnalyzerContext) async throws -> Response
    ) async -> (Response, failure: String?) {
        do {
            return (try await next(request, context), nil)
        } catch let problem as Problem {
            return (problem.response(traceID: context.trace.traceID), nil)
        } catch let error as any HTTPResponseError where error.status == .notFound {
            return (
                Problem.notFound("\(request.uri.path) is not a route of this service").response(
                    traceID: context.trace.traceID), nil
            )
        } catch {
            return (Problem.internalError.response(traceID: context.trace.traceID), "\(error)")
        }
    }
}
