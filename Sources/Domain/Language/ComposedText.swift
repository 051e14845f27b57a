@_spi(_Unicode) import Swift

extension String {
    /// The text in Unicode's composed form (NFC), in which a letter and its accent are one scalar where there is one:
    /// texts that look alike are equal, and are found by a search in a database.
    package var composed: String {
        // In ASCII alone; a text of ASCII knows it, so that this costs nothing.
        if utf8.count == utf16.count { return self }
        var text = self
        let mayCompose = text.withUTF8 { bytes in bytes.contains { $0 >= 0xCC && Self.leads.contains($0) } }
        guard mayCompose else { return self }
        var scalars = String.UnicodeScalarView()
        for scalar in _nfc { scalars.append(scalar) }
        return String(scalars)
    }

    /// The first bytes of the scalars that become one with what is before them, in the scripts that news is written in:
    /// U+0300 to U+036F, U+0653 to U+0655, U+1100 to U+11FF, U+3099 and U+309A. Nearly all texts have none.
    private static let leads: [UInt8] = [0xCC, 0xCD, 0xD9, 0xE1, 0xE3]
}
