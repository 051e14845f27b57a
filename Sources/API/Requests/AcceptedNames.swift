/// The names in `Accept` or `Accept-Encoding` with a weight above zero, in lower case (RFC 9110, 12.4.2).
struct AcceptedNames: Sendable {
    private let names: Set<String>

    /// - Parameter lines: the values of the header, which may stand in several lines (RFC 9110, 5.3).
    init(_ lines: [String]) {
        names = Set(lines.flatMap { $0.split(separator: ",") }.compactMap(Self.name))
    }

    func contains(_ name: String) -> Bool { names.contains(name) }

    private static func name(_ entry: Substring) -> String? {
        let parts = entry.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
        guard let name = parts.first else { return nil }
        guard let weight = parts.dropFirst().first(where: { $0.hasPrefix("q=") }) else { return name }
        return Double(weight.dropFirst(2)).map { $0 > 0 } == true ? name : nil
    }
}
