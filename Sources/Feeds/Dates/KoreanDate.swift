/// `2004년 05월 28일 01:31:15` and `2004-05-25 오후 11:23:17`, in Korean time.
enum KoreanDate {
    private static let afternoon = "오후"
    private static let morning = "오전"

    static func isOne(_ text: String) -> Bool {
        text.contains("년") || text.contains(afternoon) || text.contains(morning)
    }

    static func parse(_ text: String) -> CivilTime? {
        let plain = text.replacing(/년 ?/, with: "-").replacing(/월 ?/, with: "-").replacing("일", with: "")
            .replacing(afternoon, with: "PM").replacing(morning, with: "AM")
        guard var civil = NumericDate.parse(plain) else { return nil }
        civil.offset = 9 * 60
        return civil
    }
}
