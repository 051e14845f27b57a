@_spi(_Unicode) import Swift

extension String {
    /// The text in Unicode's composed form (NFC), in which a letter and its accent are one scalar where there is one:
    /// texts that look alike are equal, and are found by a search in a database.
    package var composed: String {
        guard utf8.withContiguousStorageIfAvailable(Self.mayCompose) ?? true else { return self }
        var scalars = String.UnicodeScalarView()
        for scalar in _nfc { scalars.append(scalar) }
        return String(scalars)
    }

    private static func mayCompose(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        // To count UTF-16 units instead would make a table of the text.
        let bytes = UnsafeRawBufferPointer(bytes)
        var index = bytes.endOfASCII(from: 0)
        while index < bytes.count {
            if bytes[index] >= 0xCC, leads.contains(bytes[index]) { return true }
            index += 1
            if index < bytes.count, bytes[index] < 0x80 { index = bytes.endOfASCII(from: index) }
        }
        return false
    }

    /// The first bytes of the scalars that become one with what is before them, in the scripts that news is written in:
    /// U+0300 to U+036F, U+0653 to U+0655, U+1100 to U+11FF, U+3099 and U+309A. Nearly all texts have none.
    private static let leads: [UInt8] = [0xCC, 0xCD, 0xD9, 0xE1, 0xE3]
}
