/// A change in percent, whose sign and arrow show the direction without colour.
struct Change: Sendable {
    let percent: String
    /// A CSS class: `up`, `down` or `flat`.
    let direction: String
    let arrow: String

    init(percent value: Double, decimals: Int = 1, _ numbers: LocalizedNumbers) {
        percent = numbers.change(percent: value, decimals: decimals)
        if !percent.contains(where: { ("1"..."9").contains($0) }) {
            (direction, arrow) = ("flat", "■")
        } else {
            (direction, arrow) = value > 0 ? ("up", "▲") : ("down", "▼")
        }
    }
}
