/// The abbreviations by which PostgreSQL and journalctl name time zones, as minutes east of Greenwich.
///
/// Those that several regions use have the meaning of PostgreSQL's default set (`timezone_abbreviations`), unless the
/// local zone is one of the others.
enum ZoneName {
    /// The offset in seconds of the abbreviation at `index`, which a blank or a bracket follows, and the index after
    /// it.
    /// - Parameter local: the offset of the local zone at that time, for `CST` in Shanghai.
    static func offset(_ line: Line, at index: Int, local: Int64) -> (seconds: Int64, end: Int)? {
        var end = index
        while end < line.count, end < index + 6, line[end] &- 65 < 26 { end += 1 }
        guard end - index >= 3, end - index <= 5,
            end == line.count || line[end] == UInt8(ascii: " ") || line[end] == UInt8(ascii: "]") || line[end] == 9
                || line[end] == UInt8(ascii: ","),
            let key = LevelWords.key(of: line.part(index, end)), let minutes = offsets[key]
        else { return nil }
        let all = minutes.map { Int64($0) * 60 }
        return (all.contains(local) ? local : all[0], end)
    }

    private static let offsets: [UInt64: [Int]] = {
        let table: [String: [Int]] = [
            "UTC": [0], "GMT": [0], "WET": [0], "WEST": [60], "CET": [60], "CEST": [120], "MEZ": [60], "MESZ": [120],
            "EET": [120], "EEST": [180], "MSK": [180], "BST": [60, 360], "IST": [120, 330, 60], "IDT": [180],
            "SAST": [120], "CAT": [120], "EAT": [180], "WAT": [60], "TRT": [180], "PKT": [300], "ICT": [420],
            "WIB": [420], "HKT": [480], "SGT": [480], "AWST": [480], "JST": [540], "KST": [540], "ACST": [570],
            "ACDT": [630], "AEST": [600], "AEDT": [660], "NZST": [720], "NZDT": [780], "NST": [-210], "NDT": [-150],
            "AST": [-240, 180], "ADT": [-180], "EST": [-300], "EDT": [-240], "CST": [-360, 480, -300],
            "CDT": [-300, -240], "MST": [-420], "MDT": [-360], "PST": [-480, 480], "PDT": [-420], "AKST": [-540],
            "AKDT": [-480], "HST": [-600], "BRT": [-180], "ART": [-180], "CLT": [-240], "CLST": [-180],
        ]
        var offsets: [UInt64: [Int]] = [:]
        for (name, minutes) in table {
            if let key = Array(name.utf8).withUnsafeBufferPointer(LevelWords.key) { offsets[key] = minutes }
        }
        return offsets
    }()
}
