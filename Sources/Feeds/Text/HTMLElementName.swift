/// What the elements of HTML mean for its text, obsolete ones included. A tag of another name is text.
enum HTMLElementName {
    /// Does not separate words.
    case inline
    /// Separates words.
    case block
    /// Has content that is not shown.
    case hidden
    /// Has elements of another vocabulary.
    case foreign
    /// Has a text in place of it.
    case image

    static func kind(of name: Range<Int>, in bytes: [UInt8]) -> HTMLElementName? {
        PackedName(bytes, name).flatMap { known[$0] } ?? (isCustom(name, in: bytes) ? .inline : nil)
    }

    private static let known: NameTable<HTMLElementName> = NameTable([
        (
            "a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label "
                + "mark nobr q rb ruby s samp small span strike strong sub sup time tt u var wbr",
            .inline
        ),
        (
            "address applet area article aside audio base basefont bgsound blockquote body br "
                + "button canvas caption center col colgroup command datalist dd details dialog dir div "
                + "dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 "
                + "head header hgroup hr html input isindex keygen legend li link listing main map "
                + "marquee menu menuitem meta meter multicol nav nextid object ol optgroup option "
                + "output p param picture plaintext portal pre progress rp rt rtc search section select "
                + "slot source spacer summary table tbody td textarea tfoot th thead tr track ul video "
                + "xmp",
            .block
        ),
        ("script style template iframe noscript noembed noframes title", .hidden),
        ("svg math", .foreign),
        ("img image", .image),
    ])

    /// Whether a name is that of a custom element (`amp-img`), or has a prefix of those that editors leave behind.
    private static func isCustom(_ name: Range<Int>, in bytes: [UInt8]) -> Bool {
        guard name.count > 2, bytes[name.lowerBound].isASCIILetter else { return false }
        for index in name {
            switch bytes[index] {
            case UInt8(ascii: "-"):
                // Lower-case letters, as the standard wants them: "BTC-USD" in pointed brackets is text.
                return name.allSatisfy { bytes[$0] == bytes[$0].asciiLowercased }
            case UInt8(ascii: ":"):
                return PackedName(bytes, name.lowerBound..<index).map { prefixes[$0] != nil } ?? false
            default: continue
            }
        }
        return false
    }

    private static let prefixes = NameTable([("o v w m x st1 fb g svg xhtml html itunes media", true)])

    /// The attributes that need no value.
    static let booleanAttributes = NameTable([
        (
            "allowfullscreen async autofocus autoplay checked compact controls default defer disabled download hidden "
                + "inert ismap itemscope loop multiple muted nohref nomodule noresize noshade novalidate nowrap open "
                + "playsinline readonly required reversed selected",
            true
        )
    ])
}
