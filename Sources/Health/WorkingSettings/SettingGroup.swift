/// Settings that decide together whether one part of the service works.
package enum SettingGroup: String, CaseIterable, Hashable, Sendable, Codable {
    case database
    case api
    case web
    /// Where the dashboard finds the API.
    case dashboard
    case sources
    /// Those that can only be invalid.
    case other

    /// - Parameter name: as in the file, with or without `_FILE`.
    package init(of name: String) {
        let name = (name.hasSuffix("_FILE") ? String(name.dropLast(5)) : name).uppercased()
        self =
            switch name {
            case "DATABASE_URL", "STATE_DIRECTORY": .database
            case "API_HOST", "API_PORT": .api
            case "WEB_HOST", "WEB_PORT": .web
            case "API_BASE_URL": .dashboard
            case "PRICE_SOURCES", "NEWS_FEEDS", "PRIVATE_HOSTS", "SOURCE_TIMEOUT", "HTTP_PROXY", "HTTPS_PROXY",
                "NO_PROXY",
                "COINALYZE_API_KEY", "COINALYZE_API":
                .sources
            default: .other
            }
    }
}
