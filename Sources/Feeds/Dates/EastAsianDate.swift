/// `2026年1月1日 10时30分`, `2026年1月1日(木) 午後7時30分`, `2004년 05월 28일 01:31:15`, `2004-05-25 오후 11:23:17`. Without a
/// zone they are in the time of Korea, Japan or China, as far as the words tell which.
enum EastAsianDate {
    static func isOne(_ text: String) -> Bool { text.unicodeScalars.contains { marks.contains($0) } }

    static func parse(_ text: String) -> CivilTime? {
        var plain = ""
        var noon = ""
        var isComment = false
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let next = index + 1 < scalars.count ? scalars[index + 1] : " "
            if scalar == "(" || scalar == "（" { isComment = true }
            defer { if scalar == ")" || scalar == "）" { isComment = false } }
            guard !isComment, scalar != ")", scalar != "）" else { continue }
            switch scalar {
            case "年", "년", "月", "월": plain += "-"
            case "日" where next == "曜": break
            case "日", "일": plain += " "
            case "时", "時", "点", "點", "시": plain += ":"
            case "분", "分":
                plain += next.properties.numericType == nil && !next.isSpaceBeforeDigit(scalars, index) ? "" : ":"
            case "秒", "초": plain += " "
            case "午" where next == "前": noon = "AM"
            case "午" where next == "後": noon = "PM"
            case "上" where next == "午", "오" where next == "전": noon = "AM"
            case "下" where next == "午", "오" where next == "후": noon = "PM"
            default: if scalar.isASCII { plain.unicodeScalars.append(scalar) } else { plain += " " }
            }
        }
        plain = plain.split(separator: " ").joined(separator: " ")
        for (mark, joined) in [("- ", "-"), (": ", ":")] { plain = plain.replacing(mark, with: joined) }
        plain = plain.split(separator: " ").map { $0.hasSuffix(":") ? "\($0)00" : "\($0)" }.joined(separator: " ")
        guard var civil = NumericDate.parse(noon.isEmpty ? plain : withNoon(plain, noon)) else { return nil }
        if !hasZone(plain) { civil.offset = offset(of: text) }
        return civil
    }

    private static let marks: Set<Unicode.Scalar> = [
        "年", "년", "月", "월", "日", "일", "오", "午", "时", "時", "星", "周", "週", "曜",
    ]

    /// The clock time follows its half of the day.
    private static func withNoon(_ plain: String, _ noon: String) -> String {
        var parts = plain.split(separator: " ").map(String.init)
        if let index = parts.firstIndex(where: { $0.contains(":") }) { parts.insert(noon, at: index + 1) }
        return parts.joined(separator: " ")
    }

    private static func hasZone(_ plain: String) -> Bool {
        guard let clock = plain.split(separator: " ").last else { return false }
        return clock.contains("+") || clock.contains("Z") || clock.contains("T")
            || clock.dropFirst(5).contains("-")
                && clock.contains(":")
    }

    /// In minutes.
    private static func offset(of text: String) -> Int {
        let scalars = Set(text.unicodeScalars)
        if !scalars.isDisjoint(with: ["년", "월", "일", "오"]) { return 9 * 60 }
        if !scalars.isDisjoint(with: ["曜", "時", "前", "後"]) { return 9 * 60 }
        return scalars.isDisjoint(with: ["时", "星", "周", "週", "上", "下", "点", "點"]) ? 0 : 8 * 60
    }
}

extension Unicode.Scalar {
    fileprivate func isSpaceBeforeDigit(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        self == " " && index + 2 < scalars.count && scalars[index + 2].properties.numericType != nil
    }
}
