/// Finds the format of each line of one source: the previous line's is tried first, then those that the source has
/// shown, the latest first, then all others; the generic ones last.
struct FormatSearch {
    /// The format of the previous line with a time.
    private(set) var format: UInt8 = 0
    private var order = LineFormats.order
    private var isPrecise = true

    /// The time of a line of at least eight bytes.
    mutating func time(of line: Line, _ clock: inout LogClock) -> LineTime? {
        let (heads, own) = (LineFormats.heads, UInt64(1) << UInt64(format))
        if isPrecise, heads.possible(line) & own != 0, let time = LineFormats.all[Int(format)].time(line, &clock) {
            return time
        }
        var candidates = heads.candidates(of: line)
        if isPrecise { candidates &= ~own }
        guard candidates != 0 else { return nil }
        for place in order.indices where candidates >> UInt64(order[place]) & 1 != 0 {
            let index = order[place]
            guard let time = LineFormats.all[Int(index)].time(line, &clock) else { continue }
            if index != format { promote(place) }
            return time
        }
        return nil
    }

    /// Moves a format in front of the others of its kind.
    private mutating func promote(_ place: Int) {
        format = order[place]
        isPrecise = place < LineFormats.preciseCount
        order.remove(at: place)
        order.insert(format, at: isPrecise ? 0 : LineFormats.preciseCount)
    }
}
