/// A value of a list that newer versions extend. An unknown value, of a database shared with a newer host or of a newer
/// API, is kept and displayed as it is.
package protocol OpenEnum: RawRepresentable<String>, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The known values, in display order.
    static var known: [Self] { get }

    init(rawValue: String)
}

extension OpenEnum {
    /// `nil` for an unknown value: for settings, options and parameters, where it is a typing mistake.
    package init?(known name: String) {
        guard let value = Self.known.first(where: { $0.rawValue == name }) else { return nil }
        self = value
    }

    package var isKnown: Bool { Self.known.contains(self) }
    package var description: String { rawValue }
}
