import API
import Domain

/// Which language a visitor reads: asked for in the address, else remembered in the cookie, else what the browser prefers.
enum LanguageChoice {
    static let cookie = "lang"

    static func language(asked: String?, remembered: String?, acceptLanguage: String?) -> Language {
        asked.flatMap(Language.init) ?? remembered.flatMap(Language.init)
            ?? LanguageNegotiation.language(acceptLanguage)
    }
}
