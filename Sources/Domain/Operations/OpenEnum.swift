/// A name from a list that newer versions extend. A value that this version does not know, from a database that a newer
/// host writes to or from a newer API, is kept and shown by its name.
package protocol OpenEnum: RawRepresentable<String>, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The values that this version knows, in the order in which they are listed.
    static var known: [Self] { get }

    init(rawValue: String)
}

extension OpenEnum {
    /// `nil` for a name that this version does not know: for settings, options and parameters, where it is a typing
    /// mistake.
    package init?(known name: String) {
        guard let value = Self.known.first(where: { $0.rawValue == name }) else { return nil }
        self = value
    }

    package var isKnown: Bool { Self.known.contains(self) }
    package var description: String { rawValue }
}
