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
    ]
    static let seen: [(String, String)] = [
        ("accent", "card"), ("focus", "card"), ("focus", "background"), ("focus", "flat-wash"), ("muted", "gap"),
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

    @Test("the dark scheme gives every colour of the light one")
    func complete() throws {
        #expect(try Set(Self.schemes().light.keys) == Set(Self.schemes().dark.keys))
    }

    @Test("the style sheets name colours only by the properties that are tested here")
    func onlyProperties() throws {
        let files = EmbeddedFiles()
        let known = Set(try Self.schemes().light.keys)
        for sheet in ["layout", "panels", "chart", "incidents"] {
            let css = String(decoding: try files.file("styles/\(sheet).css"), as: UTF8.self)
            #expect(css.firstMatch(of: /#[0-9a-fA-F]{3,8}\b|rgb|hsl/) == nil)
            for use in css.matches(of: /var\(--([a-z-]+)\)/) { #expect(known.contains(String(use.1))) }
        }
    }

    private static func colors(dark: Bool) throws -> [String: String] {
        dark ? try schemes().dark : try schemes().light
    }

    private static func schemes() throws -> (light: [String: String], dark: [String: String]) {
        let css = String(decoding: try EmbeddedFiles().file("styles/colors.css"), as: UTF8.self)
        let parts = css.split(separator: "@media (prefers-color-scheme: dark)")
        let colors = parts.map { part in
            Dictionary(part.matches(of: /--([a-z-]+): #([0-9a-f]{6});/).map { (String($0.1), String($0.2)) }) { $1 }
        }
        return (try #require(colors.first), try #require(colors.dropFirst().first))
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
