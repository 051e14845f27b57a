import Domain

/// Recognises a web page where data should be. Sites that guard themselves against programs answer with one, often with
/// status 200.
enum HTMLPage {
    /// By the first element: HTML within a feed, as in `<description><![CDATA[<html>`, is no page.
    static func isOne(_ body: [UInt8]) -> Bool {
        var start = String(decoding: body.prefix(4096), as: UTF8.self).lowercased()[...]
        let first = start.first { !$0.isWhitespace && $0 != "\u{FEFF}" }
        guard first != "{", first != "[" else { return false }
        while let open = start.firstIndex(of: "<") {
            // Text before it may be a warning of the server; a page of plain text has no tags.
            start = start[open...]
            if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") { return true }
            if start.hasPrefix("<!--") {
                guard let end = start.firstRange(of: "-->") else { return false }
                start = start[end.upperBound...]
            } else if start.hasPrefix("<!") || start.hasPrefix("<?") || start.hasPrefix("<br") || start.hasPrefix("<b>")
                || start.hasPrefix("</")
            {
                guard let end = start.firstIndex(of: ">") else { return false }
                start = start[start.index(after: end)...]
            } else {
                return ["<head", "<body", "<title", "<meta", "<script"].contains { start.hasPrefix($0) }
            }
        }
        return false
    }

    /// Words that the usual guards (Cloudflare, DataDome, PerimeterX, Google) put on the page that wants a human.
    private static let marks = [
        "captcha", "cf-chl", "challenge-platform", "just a moment", "verify you are human", "are you a robot",
        "unusual traffic",
        "enable javascript and cookies", "ddos protection", "datadome", "px-captcha", "consent.google",
    ]

    private static let loginWords = [
        "log in", "login", "sign in", "sign-in", "signin", "single sign-on", "authentication required", "connexion",
        "se connecter", "identifiez-vous", "s’identifier", "anmelden", "iniciar sesión", "captive portal",
    ]
    private static let maintenanceWords = [
        "maintenance", "be right back", "be back soon", "back shortly", "temporarily unavailable",
        "temporarily offline", "service unavailable", "scheduled downtime", "momentanément indisponible",
        "temporairement indisponible", "wartung", "mantenimiento",
    ]

    /// What a page is that a server sends in place of data. A page of either kind says so in its title or its headings,
    /// and one that asks for a password has the field for it; links in a menu say nothing.
    static func meaning(of body: [UInt8], status: Int) -> OutboundError {
        let text = String(decoding: body.prefix(131_072), as: UTF8.self).lowercased()
        let headings = ["title", "h1", "h2"].flatMap { contents(of: $0, in: text) }
        func names(_ words: [String]) -> Bool {
            headings.contains { heading in words.contains { heading.contains($0) } }
        }
        if names(maintenanceWords) { return .maintenance(status: status) }
        let asksPassword = ["type=\"password\"", "type='password'", "type=password"].contains { text.contains($0) }
        if asksPassword || names(loginWords) { return .loginPage(status: status) }
        return .webPage(status: status)
    }

    /// The texts of the elements of this name, at most three.
    private static func contents(of element: String, in page: String) -> [Substring] {
        var found: [Substring] = []
        var rest = page[...]
        while found.count < 3, let start = rest.firstRange(of: "<" + element) {
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: ">"), let close = rest.firstRange(of: "</" + element) else { break }
            // `<header>` is not `<h>`: the name ends here.
            let isWhole = rest.first == ">" || rest.first?.isWhitespace == true
            if isWhole, end < close.lowerBound {
                found.append(rest[rest.index(after: end)..<close.lowerBound].prefix(300))
            }
            rest = rest[close.upperBound...]
        }
        return found
    }

    static func isChallenge(_ body: [UInt8]) -> Bool {
        let text = String(decoding: body.prefix(32_768), as: UTF8.self).lowercased()
        return marks.contains { mark in
            guard let found = text.firstRange(of: mark) else { return false }
            guard Self.newsworthy.contains(mark) else { return true }
            // In a headline it is news; a guard has it in a tag, a script or its title.
            return isInTag(mark, of: text, from: found)
                || ["title", "h1", "script"].contains { contents(of: $0, in: text).contains { $0.contains(mark) } }
        }
    }

    /// Words that news is about, too.
    private static let newsworthy: Set<String> = ["captcha", "datadome", "ddos protection"]

    private static func isInTag(_ mark: String, of text: String, from first: Range<String.Index>) -> Bool {
        var found = first
        for _ in 0..<20 {
            let before = text[..<found.lowerBound]
            if let open = before.lastIndex(of: "<"), before[open...].contains(">") == false { return true }
            guard let next = text[found.upperBound...].firstRange(of: mark) else { return false }
            found = next
        }
        return false
    }
}

extension OutboundResponse {
    /// Whether it is an HTML page.
    package var isWebPage: Bool { HTMLPage.isOne(body) }
}
