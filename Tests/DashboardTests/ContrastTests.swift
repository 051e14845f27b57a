import Glibc
import Testing

@testable import Dashboard

/// WCAG 2.2: 4.5 for text (1.4.3), 3 for what is only seen (1.4.11), in both schemes.
struct ContrastTests {
    static let read: [(String, String)] = [
        ("text", "card"), ("text", "background"), ("muted", "card"), ("muted", "background"), ("link", "card"),
        ("link", "background"),
        ("up", "up-wash"), ("down", "down-wash"), ("flat", "flat-wash"), ("text", "flat-wash"), ("warn", "warn-wash"),
        ("simulated", "simulated-wash"), ("up", "card"), ("down", "card"), ("flat", "card"),
        ("accent", "card"), ("accent", "accent-wash"), ("card", "accent"), ("line-1", "card"), ("line-2", "card"),
        ("line-3", "card"), ("line-4", "card"),
    ]
    static let seen: [(String, String)] = [
        ("accent", "card"), ("focus", "card"), ("focus", "background"), ("focus", "flat-wash"), ("muted", "gap"),
        ("up-mark", "card"), ("down-mark", "card"), ("line-1", "card"), ("line-2", "card"), ("line-3", "card"),
        ("line-4", "card"),
    ]

    @Test("text can be read", arguments: [false, true])
    func text(dark: Bool) throws {
        let colors = try Self.colors(dark: dark)
        for (front, back) in Self.read {
            let contrast = Self.contrast(try #require(colors[front]), try #require(colors[back]))
            #expect(contrast >= 4.5, "\(front) on \(back)")
        }
    }

    @Test("lines and the focus ring can be seen", arguments: [false, true])
    func shapes(dark: Bool) throws {
        let colors = try Self.colors(dark: dark)
        for (front, back) in Self.seen {
            let contrast = Self.contrast(try #require(colors[front]), try #require(colors[back]))
            #expect(contrast >= 3, "\(front) on \(back)")
        }
    }

    @Test("the style sheets name colours only by the properties that are tested here")
    func onlyProperties() throws {
        let files = EmbeddedFiles()
        let known = Set(try Self.schemes().light.keys)
        for sheet in ["layout", "masthead", "panels", "chart", "incidents", "operations", "news"] {
            let css = String(decoding: try files.file("styles/\(sheet).css"), as: UTF8.self)
            #expect(css.firstMatch(of: /#[0-9a-fA-F]{3,8}\b|rgb|hsl/) == nil)
            for use in css.matches(of: /var\(--([a-z0-9-]+)\)/) { #expect(known.contains(String(use.1))) }
        }
    }

    private static func colors(dark: Bool) throws -> [String: String] {
        dark ? try schemes().dark : try schemes().light
    }

    private static func schemes() throws -> (light: [String: String], dark: [String: String]) {
        let css = String(decoding: try EmbeddedFiles().file("styles/colors.css"), as: UTF8.self)
        let pairs = css.matches(of: /--([a-z0-9-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\);/)
            .map { (name: String($0.1), light: String($0.2), dark: String($0.3)) }
        #expect(pairs.count > 20)
        return (
            Dictionary(pairs.map { ($0.name, $0.light) }) { $1 }, Dictionary(pairs.map { ($0.name, $0.dark) }) { $1 }
        )
    }

    /// https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    private static func contrast(_ a: String, _ b: String) -> Double {
        let (x, y) = (luminance(a), luminance(b))
        return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }

    /// https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
    private static func luminance(_ hexadecimal: String) -> Double {
        let value = Int(hexadecimal, radix: 16) ?? 0
        let parts = [value >> 16, value >> 8, value].map { channel -> Double in
            let share = Double(channel & 255) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
