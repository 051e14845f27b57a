package import Domain
package import Logging

/// The criteria that an entry must match. An unset criterion matches all entries.
package struct EntryFilter: Sendable {
    /// Microseconds since 1970; `until` is not included.
    private var since = Int64.min
    private var until = Int64.max
    private var leastLevel: Logger.Level?
    private var unit: [UInt8]?
    private var texts: [[UInt8]] = []
    private var identities: [[UInt8]] = []

    package static let everything = EntryFilter()

    /// - Parameters:
    ///   - level: the minimum level; a line without one counts as `info`.
    ///   - unit: a unit with or without `.service`, a program's tag, or a source's label.
    ///   - text: a case-sensitive substring of the entry.
    ///   - identities: trace ids and run ids, one of which must occur in the entry as a word.
    package init(
        since: Timestamp? = nil, until: Timestamp? = nil, level: Logger.Level? = nil, unit: String? = nil,
        text: String? = nil, identities: [String] = []
    ) {
        if let since { self.since = since.milliseconds * 1000 }
        if let until { self.until = until.milliseconds * 1000 }
        leastLevel = level
        self.unit = unit.map { Array($0.utf8) }
        if let text, !text.isEmpty {
            texts = [Array(text.utf8)]
            // In JSON lines, quotes and backslashes are escaped.
            let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            if escaped != text { texts.append(Array(escaped.utf8)) }
        }
        self.identities = identities.map { Array($0.utf8) }
    }

    func admits(_ entry: Line, at time: Int64, as format: UInt8, label: String, _ facts: inout LineFacts) -> Bool {
        guard time >= since, time < until else { return false }
        if !identities.isEmpty, !identities.contains(where: { $0.withUnsafeBufferPointer(entry.hasWord) }) {
            return false
        }
        if !texts.isEmpty, !texts.contains(where: { $0.withUnsafeBufferPointer { entry.first($0) != nil } }) {
            return false
        }
        guard leastLevel != nil || unit != nil else { return true }
        LineFormats.read(entry, as: format, into: &facts)
        if let leastLevel, (facts.level ?? .info) < leastLevel { return false }
        return unit.map { isOf($0, entry, label: label, facts) } ?? true
    }

    private func isOf(_ unit: [UInt8], _ entry: Line, label: String, _ facts: LineFacts) -> Bool {
        if label.utf8.elementsEqual(unit) { return true }
        guard let name = facts.unit?.raw(in: entry), name.starts(with: unit) else { return false }
        return name.count == unit.count || name.has(".", at: unit.count)
    }
}
