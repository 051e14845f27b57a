import Domain

/// As JSON: `{"kind": "partial_page", "percent": 50}`, `{"kind": "spike", "value": "high", "factor": 2}`.
extension DataFault {
    enum Kind: String, Codable {
        case emptyPage = "empty_page"
        case partialPage = "partial_page"
        case unreadableRows = "unreadable_rows"
        case doubledRows = "doubled_rows"
        case otherUnits = "other_units"
        case offGrid = "off_grid"
        case swappedHighLow = "swapped_high_low"
        case revised, spike, drift, volumes, stuck
    }

    /// Throws `DecodingError` for a value out of range.
    init(_ kind: Kind, from values: KeyedDecodingContainer<Fault.CodingKeys>) throws {
        switch kind {
        case .emptyPage: self = .emptyPage
        case .partialPage: self = .partialPage(percent: try values.number(.percent, 0...100))
        case .unreadableRows: self = .unreadableRows(every: try values.number(.every, 1...1000))
        case .doubledRows: self = .doubledRows
        case .otherUnits: self = .otherUnits
        case .offGrid: self = .offGrid(seconds: try values.number(.seconds, 1...3599))
        case .swappedHighLow: self = .swappedHighLow
        case .revised: self = .revised(hours: try values.number(.hours, 1...1000))
        case .stuck: self = .stuck(hours: try values.number(.hours, 1...1000))
        case .drift: self = .drift(percent: try values.decimal(.percent, -99...1000))
        case .volumes: self = .volumes(factor: try values.decimal(.factor, 0...1e9))
        case .spike:
            let text = try values.decodeIfPresent(String.self, forKey: .time)
            let time = text.flatMap(Timestamp.init(rfc3339:))
            if text != nil, time == nil { throw values.outOfRange(.time, "RFC 3339") }
            self = .spike(
                try values.decode(SpikedValue.self, forKey: .value), factor: try values.decimal(.factor, 0...1e6),
                time: time)
        }
    }

    func encode(to values: inout KeyedEncodingContainer<Fault.CodingKeys>) throws {
        switch self {
        case .emptyPage: try values.encode(Kind.emptyPage, forKey: .kind)
        case .partialPage(let percent):
            try values.encode(Kind.partialPage, forKey: .kind)
            try values.encode(percent, forKey: .percent)
        case .unreadableRows(let every):
            try values.encode(Kind.unreadableRows, forKey: .kind)
            try values.encode(every, forKey: .every)
        case .doubledRows: try values.encode(Kind.doubledRows, forKey: .kind)
        case .otherUnits: try values.encode(Kind.otherUnits, forKey: .kind)
        case .offGrid(let seconds):
            try values.encode(Kind.offGrid, forKey: .kind)
            try values.encode(seconds, forKey: .seconds)
        case .swappedHighLow: try values.encode(Kind.swappedHighLow, forKey: .kind)
        case .revised(let hours):
            try values.encode(Kind.revised, forKey: .kind)
            try values.encode(hours, forKey: .hours)
        case .stuck(let hours):
            try values.encode(Kind.stuck, forKey: .kind)
            try values.encode(hours, forKey: .hours)
        case .drift(let percent):
            try values.encode(Kind.drift, forKey: .kind)
            try values.encode(percent, forKey: .percent)
        case .volumes(let factor):
            try values.encode(Kind.volumes, forKey: .kind)
            try values.encode(factor, forKey: .factor)
        case .spike(let value, let factor, let time):
            try values.encode(Kind.spike, forKey: .kind)
            try values.encode(value, forKey: .value)
            try values.encode(factor, forKey: .factor)
            try values.encodeIfPresent(time?.rfc3339, forKey: .time)
        }
    }
}
