extension SettingsFacts.Resolved {
    /// Whether `API_BASE_URL` is the address on which the dashboard listens on this host.
    var apiLeadsToDashboard: Bool {
        guard let start = apiBaseURL.firstRange(of: "://") else { return false }
        let authority = apiBaseURL[start.upperBound...].prefix { $0 != "/" }
        let host: Substring
        let port: Int
        if let colon = authority.lastIndex(of: ":"), let number = Int(authority[authority.index(after: colon)...]) {
            (host, port) = (authority[..<colon], number)
        } else {
            (host, port) = (authority, apiBaseURL.hasPrefix("https:") ? 443 : 80)
        }
        guard port == web.port, port != api.port else { return false }
        return Self.isSame(String(host), web.host)
    }

    private static func isSame(_ asked: String, _ listening: String) -> Bool {
        func bare(_ host: String) -> String { host.lowercased().filter { $0 != "[" && $0 != "]" } }
        let (asked, listening) = (bare(asked), bare(listening))
        let isHere = asked == "localhost" || asked.hasPrefix("127.") || asked == "::1"
        let anywhere = ["0.0.0.0", "::"].contains(listening)
        let loopback = listening == "localhost" || listening.hasPrefix("127.") || listening == "::1"
        return asked == listening || isHere && (anywhere || loopback)
    }
}
