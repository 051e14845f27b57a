import Domain

/// What every page has around its content.
struct Frame: Sendable {
    struct LanguageLink: Sendable {
        let code: String
        let name: String
        let href: String
        let current: Bool
    }

    let documentTitle: String
    let languages: [LanguageLink]
    let simulated: Bool
    /// The server's clock, in Unix milliseconds: the browser counts ages from it, not from its own clock, which may be wrong.
    let clock: Int64
    let files: AssetCatalog.Addresses

    /// - Parameters:
    ///   - address: of the page in a language.
    init(
        title: String, address: (Language) -> String, simulated: Bool, files: AssetCatalog.Addresses,
        in formatter: LocalizedFormatter
    ) {
        documentTitle = title
        languages = [(Language.french, "Français"), (.english, "English")].map { language, name in
            LanguageLink(
                code: language.rawValue, name: name, href: address(language), current: language == formatter.language)
        }
        self.simulated = simulated
        clock = formatter.now.milliseconds
        self.files = files
    }
}
