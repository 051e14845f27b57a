import Domain

/// The health of the service as a small picture, to embed in other pages.
struct StatusBadge {
    let svg: String

    /// The style sheet of the page does not reach a picture: colours of its own, of a contrast of at least 4.5.
    private static let colors = ["up": "#0a6b5a", "warn": "#8a5a00", "down": "#b42318", "flat": "#4a4c55"]

    init(_ health: HealthChip, in formatter: LocalizedFormatter) {
        let label = "bitcoin-analyzer"
        let text = ScalarHTML().escapeText(health.text)
        let (left, right) = (Self.width(label), Self.width(health.text))
        let color = Self.colors[health.kind] ?? "#4a4c55"
        svg = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(left + right)" height="20" role="img" \
            aria-label="\(label)\(formatter.colon)\(text)">
            <title>\(label)\(formatter.colon)\(text)</title>
            <clipPath id="r"><rect width="\(left + right)" height="20" rx="4"/></clipPath>
            <g clip-path="url(#r)"><rect width="\(left)" height="20" fill="#33363f"/>
            <rect x="\(left)" width="\(right)" height="20" fill="\(color)"/></g>
            <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
            <text x="\(left / 2)" y="14">\(label)</text><text x="\(left + right / 2)" y="14">\(text)</text></g>
            </svg>

            """
    }

    /// The width of a text of 11 pixels with its margins, about.
    private static func width(_ text: String) -> Int { text.count * 7 + 14 }
}
