package import Domain

/// The candles of a file that were seen, in memory that depends on the period and not on the number of rows: four bytes
/// for each candle of the months touched, 2 MB for a year of minutes.
struct SeenRows {
    enum Sighting { case first, repeated, contradicting }

    private static let pageSize = 32_768

    private let interval: Interval
    private let origin: Int64
    /// Fingerprints of the rows, in pages; 0 for none.
    private var pages: [Int64: [UInt32]] = [:]
    private var current: (number: Int64, page: [UInt32])?
    private var bounds: (first: Int64, last: Int64)?

    init(_ interval: Interval) {
        self.interval = interval
        // Open times are multiples of the interval after the open time of 1970.
        origin = interval.openTime(containing: Timestamp(milliseconds: 0)).milliseconds
    }

    /// Notes a row.
    mutating func note(_ candle: CandleNumbers) -> Sighting {
        let slot = (candle.openTime.milliseconds - origin) / (interval.seconds * 1000)
        let (number, place) = (slot / Int64(Self.pageSize), Int(slot % Int64(Self.pageSize)))
        if current?.number != number { open(number) }
        let mark = Self.fingerprint(candle)
        guard let known = current?.page[place], known != 0 else {
            current?.page[place] = mark
            bounds = bounds.map { (min($0.first, slot), max($0.last, slot)) } ?? (slot, slot)
            return .first
        }
        return known == mark ? .repeated : .contradicting
    }

    private mutating func open(_ number: Int64) {
        if let current { pages[current.number] = current.page }
        let page = pages.removeValue(forKey: number) ?? [UInt32](repeating: 0, count: Self.pageSize)
        current = (number, page)
    }

    private static func fingerprint(_ candle: CandleNumbers) -> UInt32 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ number: Double) {
            hash ^= number.bitPattern
            hash = (hash ^ (hash >> 32)) &* 0x9E37_79B9_7F4A_7C15
        }
        mix(candle.open)
        mix(candle.high)
        mix(candle.low)
        mix(candle.close)
        mix(candle.volume)
        return UInt32(truncatingIfNeeded: hash >> 32) | 1
    }

    /// The first and last open time.
    var range: (first: Timestamp, last: Timestamp)? { bounds.map { (time($0.first), time($0.last)) } }

    /// The stretches without a candle between the first and the last one, oldest first.
    func gaps() -> [CandleGap] {
        guard let bounds else { return [] }
        var gaps: [CandleGap] = []
        var start: Int64?
        let perPage = Int64(Self.pageSize)
        for number in (bounds.first / perPage)...(bounds.last / perPage) {
            let page = current?.number == number ? current?.page : pages[number]
            let slots = max(bounds.first, number * perPage)...min(bounds.last, number * perPage + perPage - 1)
            for slot in slots {
                if page.map({ $0[Int(slot % perPage)] == 0 }) ?? true {
                    if start == nil { start = slot }
                } else if let from = start {
                    gaps.append(CandleGap(first: time(from), last: time(slot - 1), missing: Int(slot - from)))
                    start = nil
                }
            }
        }
        return gaps
    }

    private func time(_ slot: Int64) -> Timestamp {
        Timestamp(milliseconds: slot * interval.seconds * 1000 + origin)
    }
}

/// Consecutive candles that a file does not have.
package struct CandleGap: Hashable, Sendable, Codable {
    /// Open times of the first and the last missing candle.
    package let first, last: Timestamp
    package let missing: Int
}
