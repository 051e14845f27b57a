import API
import Domain
import Hummingbird

/// The language of a page request, and whether to store it in the cookie.
struct PageRequest: Sendable {
    let language: Language
    /// The query parameter `lang`, valid or not.
    let queryLanguage: String?
    private let hasCookie: Bool

    init(_ request: Request) {
        queryLanguage = request.uri.queryParameters["lang"].map(String.init)
        language = LanguageChoice.language(
            query: queryLanguage, cookie: request.cookies[LanguageChoice.cookieName]?.value,
            acceptLanguage: request.headers[.acceptLanguage])
        hasCookie = request.headers[.cookie] != nil
    }

    /// Whether the page depends only on the address and `Accept-Language`: the hot path neither reads nor sets cookies.
    var isPlain: Bool { queryLanguage == nil && !hasCookie }

    /// The page as the response to this request.
    func response(_ page: RenderedPage, to request: Request) -> Response {
        // A condition applies to what would be a 2xx only (RFC 9110, 13.2.1).
        var response = page.status == .ok ? page.response.response(to: request) : page.response.response()
        if page.status != .ok { response.status = page.status }
        if page.simulated { response.headers[.simulated] = "true" }
        if queryLanguage == language.rawValue {
            response.headers[.setCookie] =
                "\(LanguageChoice.cookieName)=\(language.rawValue); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
        }
        return response
    }
}

extension RenderedPage {
    /// - Parameters:
    ///   - complete: whether all of its data were just loaded.
    ///   - changesAfter: the last moment at which the page is right although the data do not change; `nil` for none.
    ///   - now: the time from which its ages are computed.
    init(
        _ html: String, in language: Language, status: HTTPResponse.Status = .ok, complete: Bool, simulated: Bool,
        changesAfter: Timestamp? = nil, at now: Timestamp
    ) {
        // Ages are shown in minutes.
        let minuteEnd = Timestamp(seconds: (now.seconds / 60 + 1) * 60)
        let validUntil = min(minuteEnd, changesAfter.flatMap { $0 >= now ? $0 : nil } ?? minuteEnd)
        var headers: HTTPFields = [.contentLanguage: language.rawValue, .vary: "Accept-Language, Cookie"]
        SecurityHeaders.add(to: &headers)
        response = PreparedResponse(
            contentType: "text/html; charset=utf-8", body: ByteBuffer(string: html), extraHeaders: headers,
            validUntil: validUntil)
        self.status = status
        self.complete = complete
        self.simulated = simulated
    }
}
