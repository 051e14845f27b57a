package import Domain
package import Logging

/// The criteria that an entry must match. An unset criterion matches all entries.
package struct EntryFilter: Sendable {
    /// Microseconds since 1970; `until` is not included.
    private var since = Int64.min
    private var until = Int64.max
    private var leastLevel: Logger.Level?
    /// In small letters.
    private var unit: [UInt8]?
    private var texts: [[UInt8]] = []
    private var identities: [[UInt8]] = []

    package static let everything = EntryFilter()

    /// - Parameters:
    ///   - level: the minimum level; a line without one counts as `info`.
    ///   - unit: a unit with or without `.service`, a program's tag, or a source's label, without case.
    ///   - text: a case-sensitive substring of the entry.
    ///   - identities: trace ids and run ids, one of which must occur in the entry as a word; hexadecimal digits in
    ///     small letters or in capitals.
    package init(
        since: Timestamp? = nil, until: Timestamp? = nil, level: Logger.Level? = nil, unit: String? = nil,
        text: String? = nil, identities: [String] = []
    ) {
        if let since { self.since = since.milliseconds * 1000 }
        if let until { self.until = until.milliseconds * 1000 }
        leastLevel = level
        self.unit = unit.map { Array($0.lowercased().utf8) }
        if let text, !text.isEmpty {
            texts = [Array(text.utf8)]
            // In JSON lines, quotes and backslashes are escaped.
            let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            if escaped != text { texts.append(Array(escaped.utf8)) }
        }
        let all = identities.flatMap { [$0, $0.lowercased(), $0.uppercased()] }
        self.identities = Set(all).sorted().map { Array($0.utf8) }
    }

    /// Whether the entries of one unit are wanted.
    package var selectsUnit: Bool { unit != nil }

    /// - Parameter units: what units there are, where one is wanted; the wanted one is not added.
    func admits(
        _ entry: Line, at time: Int64, as format: UInt8, timeEnd: Int, label: String, _ facts: inout LineFacts,
        _ units: inout UnitNames
    ) -> Bool {
        guard time >= since, time < until else { return false }
        if unit != nil {
            LineFormats.read(entry, as: format, timeEnd: timeEnd, into: &facts)
            guard isOfUnit(entry, label: label, facts, &units) else { return false }
        }
        if !identities.isEmpty, !identities.contains(where: { $0.withUnsafeBufferPointer(entry.hasWord) }) {
            return false
        }
        if !texts.isEmpty, !texts.contains(where: { $0.withUnsafeBufferPointer { entry.first($0) != nil } }) {
            return false
        }
        guard let leastLevel else { return true }
        if unit == nil { LineFormats.read(entry, as: format, timeEnd: timeEnd, into: &facts) }
        return (facts.level ?? .info) >= leastLevel
    }

    private func isOfUnit(_ entry: Line, label: String, _ facts: LineFacts, _ units: inout UnitNames) -> Bool {
        guard let unit else { return true }
        let name = facts.unit?.raw(in: entry)
        if let name, name.count >= unit.count, zip(name, unit).allSatisfy({ $0.lowercased == $1 }),
            name.count == unit.count || name.has(".", at: unit.count)
        {
            units.isFound = true
            return true
        }
        if label.lowercased().utf8.elementsEqual(unit) {
            units.isFound = true
            return true
        }
        if let name { units.add(name) }
        return false
    }
}

/// The units of a source, to be named when the wanted one is not among them.
struct UnitNames: Sendable {
    private(set) var names: Set<String> = []
    var isFound = false
    private var latest: [UInt8] = []

    /// A bound, so that a log with a unit for each line fills no memory.
    private static let most = 200

    mutating func add(_ name: Line) {
        guard names.count < Self.most, !name.elementsEqual(latest) else { return }
        latest = Array(name)
        names.insert(String(decoding: name, as: UTF8.self))
    }

    mutating func merge(_ other: UnitNames) {
        names.formUnion(other.names)
        isFound = isFound || other.isFound
    }
}
