/// One observed fact.
package struct Evidence: Hashable, Sendable, Codable {
    /// When it was observed or logged; `nil` where the fact has no time of its own.
    package let time: Timestamp?
    /// The source: a file, a journal unit, a table, a command.
    package let source: String
    /// The line itself, without secrets.
    package let line: String

    /// Texts from outside, as most evidence is, become one printable line each.
    package init(time: Timestamp? = nil, source: String, line: String) {
        self.time = time
        self.source = source.printableLine()
        self.line = line.printableLine()
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            time: try container.decodeIfPresent(Timestamp.self, forKey: .time),
            source: try container.decode(String.self, forKey: .source),
            line: try container.decode(String.self, forKey: .line))
    }
}
