import Domain

/// What all pages share around their content: document title, navigation, language switch, notices, assets.
struct PageLayout: Sendable {
    struct LanguageLink: Sendable {
        let code: String
        let name: String
        let href: String
        let current: Bool
    }

    struct PageLink: Sendable {
        let href: String
        let title: String
        /// The path of its icon, in a box of 24 units.
        let icon: String
        let current: Bool
    }

    /// A page of the navigation.
    enum Place: CaseIterable, Sendable {
        case market, news, analysis, operations

        fileprivate func link(_ strings: DashboardStrings, current: Place?) -> PageLink {
            switch self {
            case .market:
                PageLink(
                    href: "/", title: strings.masthead.market, icon: "M4 18l5-6 4 3 7-9", current: current == self)
            case .news:
                PageLink(
                    href: "/news", title: strings.news,
                    icon: "M4 5h13v14H6a2 2 0 0 1-2-2zM17 9h3v8a2 2 0 0 1-2 2M8 9h5M8 13h5", current: current == self)
            case .analysis:
                PageLink(
                    href: "/analysis", title: strings.analysis, icon: "M5 20v-7M12 20V4M19 20v-11",
                    current: current == self)
            case .operations:
                PageLink(
                    href: "/operations", title: strings.masthead.operations,
                    icon: "M3 13h4l3-8 4 14 3-6h4", current: current == self)
            }
        }
    }

    let documentTitle: String
    let languages: [LanguageLink]
    let places: [PageLink]
    /// `nil` on pages that do not read it.
    let health: HealthChip?
    let simulated: Bool
    /// The server's clock in Unix milliseconds: the browser computes ages from it, as its own clock may be wrong.
    let clock: Int64
    let files: AssetCatalog.Addresses

    /// - Parameters:
    ///   - place: the page of the navigation that it belongs to.
    ///   - address: the page's address in a language.
    init(
        title: String, at place: Place?, address: (Language) -> String, health: HealthChip? = nil, simulated: Bool,
        files: AssetCatalog.Addresses, in formatter: LocalizedFormatter
    ) {
        documentTitle = title
        languages = [(Language.french, "Français"), (.english, "English")].map { language, name in
            LanguageLink(
                code: language.rawValue, name: name, href: address(language), current: language == formatter.language)
        }
        places = Place.allCases.map { $0.link(formatter.strings, current: place) }
        self.health = health
        self.simulated = simulated
        clock = formatter.now.milliseconds
        self.files = files
    }
}
