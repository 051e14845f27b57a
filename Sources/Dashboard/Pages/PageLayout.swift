import Domain

/// What all pages share around their content: document title, language switch, notices, assets.
struct PageLayout: Sendable {
    struct LanguageLink: Sendable {
        let code: String
        let name: String
        let href: String
        let current: Bool
    }

    let documentTitle: String
    let languages: [LanguageLink]
    let simulated: Bool
    /// The server's clock in Unix milliseconds: the browser computes ages from it, as its own clock may be wrong.
    let clock: Int64
    let files: AssetCatalog.Addresses

    /// - Parameter address: the page's address in a language.
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
