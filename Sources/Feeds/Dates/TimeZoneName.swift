/// The time zones in feeds.
enum TimeZoneName {
    /// The offset in minutes of `Z`, `EST`, `+0200`, `-01:01`, `GMT+2`, `Etc/GMT`; `nil` for an unknown zone.
    static func offset(_ text: Substring) -> Int? {
        var name = text.uppercased()
        if name.hasPrefix("ETC/") { name.removeFirst(4) }
        if let hours = hours[name] { return Int(hours * 60) }
        for universal in ["GMT", "UTC", "UT"] where name.hasPrefix(universal) {
            return numeric(name.dropFirst(universal.count))
        }
        return numeric(name[...])
    }

    private static func numeric(_ text: Substring) -> Int? {
        guard let sign = text.first, sign == "+" || sign == "-" || sign == "−" else { return nil }
        let digits = text.dropFirst()
        var parts = digits.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 1, digits.count == 4 { parts = [digits.prefix(2), digits.suffix(2)] }
        let numbers = parts.compactMap {
            (1...2).contains($0.count) && $0.allSatisfy { $0.isASCII && $0.isNumber } ? Int($0) : nil
        }
        guard numbers.count == parts.count, numbers.count <= 2, let hours = numbers.first, hours < 24 else {
            return nil
        }
        let minutes = numbers.count == 2 ? numbers[1] : 0
        guard minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (sign == "+" ? 1 : -1)
    }

    /// In hours. An ambiguous name has the meaning that feeds use: `CST` is that of Chicago, `IST` of India, `BST` of
    /// London.
    private static let hours: [String: Double] = [
        "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MET": 1, "MEZ": 1, "CEST": 2,
        "MEST": 2, "MESZ": 2,
        "EET": 2, "EEST": 3, "MSK": 3, "IST": 5.5, "SGT": 8, "HKT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
        "NZST": 12, "NZDT": 13,
        "AT": -4, "AST": -4, "ADT": -3, "ET": -5, "EST": -5, "EDT": -4, "CT": -6, "CST": -6, "CDT": -5, "MT": -7,
        "MST": -7, "MDT": -6,
        "BRT": -3, "ART": -3, "CLT": -4, "COT": -5, "PET": -5, "NST": -3.5, "NDT": -2.5, "SAST": 2, "CAT": 2, "EAT": 3,
        "WAT": 1, "TRT": 3, "GST": 4, "IRST": 3.5, "PKT": 5, "NPT": 5.75, "ICT": 7, "WIB": 7, "PHT": 8, "MYT": 8,
        "AWST": 8, "ACST": 9.5, "ACDT": 10.5, "HDT": -9, "CHST": 10, "SAMT": 4, "YEKT": 5, "OMST": 6, "KRAT": 7,
        "PT": -8, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
    ]
}
