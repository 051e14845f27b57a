import API
import Domain

/// The language of a page: from the address, else from the cookie, else the browser's preference.
enum LanguageChoice {
    static let cookieName = "lang"

    static func language(query: String?, cookie: String?, acceptLanguage: String?) -> Language {
        query.flatMap(Language.init) ?? cookie.flatMap(Language.init)
            ?? LanguageNegotiation.language(acceptLanguage)
    }
}
