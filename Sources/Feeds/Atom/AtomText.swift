import FoundationEssentials

/// Text, HTML and XHTML constructs (RFC 4287, 3.1), and base64, which draft 0.3 allowed.
enum AtomText {
    /// The content as markup; empty when it is not text (an image, a video, another feed).
    static func markup(of element: XMLElement) -> String {
        let type = (element.attributes["type"] ?? "text").lowercased()
        if element.attributes["mode"]?.lowercased() == "base64" || type == "application/octet-stream" {
            guard let data = Data(base64Encoded: element.text, options: .ignoreUnknownCharacters) else { return "" }
            return String(decoding: data, as: UTF8.self)
        }
        let isText =
            !type.contains("/") || type.hasPrefix("text/") || type.contains("html")
            || !element.name.hasPrefix("content")
        return isText ? element.markup : ""
    }
}
