package import API
import Domain
import HTTPTypes
package import Hummingbird

/// Shows errors to people as a page: what happened, what to do, the trace, the way home. Programs get the problem.
package struct ErrorPages: RouterMiddleware {
    package typealias Context = APIRequestContext

    let templates: Templates
    let files: AssetCatalog.Addresses
    let now: @Sendable () -> Timestamp
    let simulated: Bool

    package func handle(
        _ request: Request, context: APIRequestContext, next: (Request, APIRequestContext) async throws -> Response
    ) async throws -> Response {
        guard Self.isForPeople(request) else { return try await next(request, context) }
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return page(problem, request, context)
        } catch let error as any HTTPResponseError where error.status == .notFound {
            return page(Problem.notFound(""), request, context)
        }
    }

    private static func isForPeople(_ request: Request) -> Bool {
        guard request.headers[.accept]?.contains("text/html") == true else { return false }
        return !["/assets/", "/chart/", "/v1/"].contains { request.uri.path.hasPrefix($0) }
    }

    private func page(_ problem: Problem, _ request: Request, _ context: APIRequestContext) -> Response {
        let language = PageRequest(request).language
        let view = ErrorPage(
            problem, traceID: context.trace.traceID, simulated: simulated, files: files,
            in: LocalizedFormatter(language, at: now()))
        var response = problem.response(traceID: context.trace.traceID)
        let body = ByteBuffer(string: templates.html(view))
        response.headers[.contentType] = "text/html; charset=utf-8"
        response.headers[.contentLength] = "\(body.readableBytes)"
        response.headers[.contentLanguage] = language.rawValue
        response.headers[.cacheControl] = "no-store"
        SecurityHeaders.add(to: &response.headers)
        response.body = ResponseBody(byteBuffer: body)
        return response
    }
}

/// The template context of an error.
struct ErrorPage: Sendable {
    let strings: DashboardStrings
    let layout: PageLayout
    let heading: String
    let reason: String
    let traceID: String

    init(
        _ problem: Problem, traceID: String, simulated: Bool, files: AssetCatalog.Addresses,
        in formatter: LocalizedFormatter
    ) {
        strings = formatter.strings
        let words = strings.errors.words(problem.status)
        heading = words.title
        // The details of a problem are in English.
        reason = words.text
        self.traceID = traceID
        layout = PageLayout(
            title: "\(words.title) · \(strings.title)", at: nil, address: { "/?lang=\($0.rawValue)" },
            simulated: simulated, files: files.withoutCharts, in: formatter)
    }
}
