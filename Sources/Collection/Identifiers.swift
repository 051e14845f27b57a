package import Domain

extension RunID {
    /// Sorts by time and is readable: `20261123T190000Z-3f9a2c1e`.
    package static func fresh(at moment: Timestamp) -> RunID {
        let time = moment.rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" }
        return RunID(rawValue: "\(time)Z-\(UInt32.random(in: 0...UInt32.max).hexadecimal)")
    }
}
