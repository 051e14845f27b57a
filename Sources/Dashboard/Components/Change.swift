/// A change in percent, with the sign that says its direction without colour.
struct Change: Sendable {
    let percent: String
    /// `up`, `down` or `flat`: a class of the style sheet.
    let direction: String
    let arrow: String

    init(percent value: Double, decimals: Int = 1, _ numbers: Numbers) {
        percent = numbers.change(percent: value, decimals: decimals)
        if !percent.contains(where: { ("1"..."9").contains($0) }) {
            (direction, arrow) = ("flat", "■")
        } else {
            (direction, arrow) = value > 0 ? ("up", "▲") : ("down", "▼")
        }
    }
}
