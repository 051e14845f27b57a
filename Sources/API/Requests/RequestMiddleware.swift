import Domain
import HTTPTypes
package import Hummingbird
import Logging

/// The outermost layer: gives every answer its `traceparent`, says on every answer whether the world is simulated, turns every
/// error into a problem, and writes one line for each request.
package struct RequestMiddleware: RouterMiddleware {
    package typealias Context = AnalyzerContext
    private let simulated: Bool

    package init(simulated: Bool) { self.simulated = simulated }

    package func handle(
        _ request: Request, context: AnalyzerContext, next: (Request, AnalyzerContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.trace = TraceContext(continuing: request.headers[.traceparent])
        context.logger[metadataKey: "trace_id"] = .string(context.trace.traceID)
        let started = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch let problem as Problem {
            response = problem.response(traceID: context.trace.traceID)
        } catch let error as any HTTPResponseError where error.status == .notFound {
            response = Problem.notFound("\(request.uri.path) is not a route of this service").response(traceID: context.trace.traceID)
        } catch {
            context.logger.error("\(request.method) \(request.uri.path) failed: \(error)")
            response = Problem.internalError.response(traceID: context.trace.traceID)
        }
        response.headers[.traceparent] = context.trace.traceparent
        if simulated { response.headers[.simulated] = "true" }
        context.logger.debug("\(request.method) \(request.uri.path) \(response.status.code)",
            metadata: ["status": "\(response.status.code)", "duration": "\(ContinuousClock.now - started)"])
        return response
    }
}
