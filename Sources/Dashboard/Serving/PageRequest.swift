import API
import Domain
import Hummingbird

/// What a request for a page says beside its path: which language, and whether that is to be remembered.
struct PageRequest: Sendable {
    let language: Language
    /// What the address asks for, whether it is a language or not.
    let asked: String?
    private let hasCookie: Bool

    init(_ request: Request) {
        asked = request.uri.queryParameters["lang"].map(String.init)
        language = LanguageChoice.language(
            asked: asked, remembered: request.cookies[LanguageChoice.cookie]?.value,
            acceptLanguage: request.headers[.acceptLanguage])
        hasCookie = request.headers[.cookie] != nil
    }

    /// Whether the page depends on nothing but the address and `Accept-Language`: the hot path looks at no cookie, and sets none.
    var isPlain: Bool { asked == nil && !hasCookie }

    /// The page as the answer to this visit.
    func response(_ page: RenderedPage, to request: Request) -> Response {
        var response = page.answer.response(to: request)
        if response.status == .ok { response.status = page.status }
        if page.simulated { response.headers[.simulated] = "true" }
        if asked == language.rawValue {
            response.headers[.setCookie] =
                "\(LanguageChoice.cookie)=\(language.rawValue); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
        }
        return response
    }
}

extension RenderedPage {
    /// - Parameters:
    ///   - complete: whether every part of it was just read.
    ///   - now: the minute that its ages are of.
    init(
        _ html: String, in language: Language, status: HTTPResponse.Status = .ok, complete: Bool, simulated: Bool,
        at now: Timestamp
    ) {
        var headers: HTTPFields = [.contentLanguage: language.rawValue, .vary: "Accept-Language, Cookie"]
        SecurityHeaders.add(to: &headers)
        answer = PreparedResponse(
            contentType: "text/html; charset=utf-8", body: ByteBuffer(string: html), extraHeaders: headers,
            validUntil: Timestamp(seconds: (now.seconds / 60 + 1) * 60))
        self.status = status
        self.complete = complete
        self.simulated = simulated
    }
}
