package import API
package import Domain
import HTTPTypes
package import Hummingbird
package import Logging

/// The dashboard on a router: `GET /` and the files it needs under `/assets/`.
package struct DashboardRoutes: Sendable {
    private let snapshots: SnapshotReader
    private let version: @Sendable () -> UInt64?
    private let now: @Sendable () -> Timestamp
    private let templates: Templates
    private let assets: AssetCatalog
    private let cache: PageCache
    private let hotAnswers: AnswerCache?

    /// - Parameters:
    ///   - reader: where the four readings come from; each may fail alone.
    ///   - version: counts the changes of the data, so that an unchanged page is rendered once a minute;
    ///     `nil` where nobody knows, and the page is rendered every `patience` at most.
    ///   - hotAnswers: where pages are left for the connection's hot path, in front of the router.
    ///   - now: the clock that ages are told by.
    ///   - deadline: how long the page waits for any one reading.
    /// - Throws: when the files compiled into the program are not whole.
    package init(
        reader: any MarketReader, version: @escaping @Sendable () -> UInt64? = { nil }, hotAnswers: AnswerCache? = nil, now: @escaping @Sendable () -> Timestamp,
        deadline: Duration = .seconds(2), patience: Duration = .seconds(3), logger: Logger
    ) throws {
        let files = EmbeddedFiles()
        snapshots = SnapshotReader(reader, deadline: deadline, logger: logger)
        self.version = version
        self.now = now
        templates = try Templates(files)
        assets = try AssetCatalog(files)
        cache = PageCache(patience: patience)
        self.hotAnswers = hotAnswers
    }

    package func add<Context: RequestContext>(to router: some RouterMethods<Context>) {
        router.get("/") { request, _ in try await page(request) }
        router.get("/assets/:file") { request, context in try asset(try context.parameters.require("file"), request) }
    }

    private func page(_ request: Request) async throws -> Response {
        let asked = request.uri.queryParameters["lang"].map(String.init)
        let language = LanguageChoice.language(
            asked: asked, remembered: request.cookies[LanguageChoice.cookie]?.value, acceptLanguage: request.headers[.acceptLanguage])
        let range = request.uri.queryParameters["range"].flatMap { ChartRange(rawValue: String($0)) } ?? .week
        let now = now()
        let version = version()
        let page = try await cache.page(.init(language: language, range: range), version: version, at: now) {
            try await render(language, range, at: now)
        }
        // Only what depends on nothing but the address and Accept-Language: the hot path looks at no cookie, and sets none.
        if let version, page.complete, asked == nil, request.headers[.cookie] == nil {
            hotAnswers?.offer(page.answer, for: AnswerKey(request.uri.string, in: language), under: version)
        }
        var response = page.answer.response(to: request)
        if page.simulated { response.headers[.simulated] = "true" }
        if asked == language.rawValue {
            response.headers[.setCookie] = "\(LanguageChoice.cookie)=\(language.rawValue); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
        }
        return response
    }

    private func render(_ language: Language, _ range: ChartRange, at now: Timestamp) async throws -> RenderedPage {
        let snapshot = await snapshots.snapshot(in: language, at: now)
        let html = templates.html(try Page(snapshot, language: language, range: range, files: assets.addresses))
        var headers: HTTPFields = [.contentLanguage: language.rawValue, .vary: "Accept-Language, Cookie"]
        SecurityHeaders.add(to: &headers)
        let answer = PreparedAnswer(contentType: "text/html; charset=utf-8", body: ByteBuffer(string: html), extraHeaders: headers,
            validUntil: Timestamp(seconds: (now.seconds / 60 + 1) * 60))
        return RenderedPage(answer: answer, complete: snapshot.failures.isEmpty, simulated: snapshot.simulated)
    }

    private func asset(_ file: String, _ request: Request) throws -> Response {
        guard let asset = assets[file] else { throw HTTPError(.notFound) }
        let acceptsGzip = request.headers[.acceptEncoding]?.contains("gzip") == true
        var response = ((acceptsGzip ? asset.gzipped : nil) ?? asset.plain).response(to: request)
        response.headers[.cacheControl] = "public, max-age=31536000, immutable"
        return response
    }
}
