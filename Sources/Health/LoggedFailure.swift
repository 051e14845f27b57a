package import Domain

/// What the program wrote of its own exit: the error, and on a line of its own the cause (`cause: database-auth`).
package struct LoggedFailure: Hashable, Sendable {
    /// The cause written last; `nil` for none.
    package let cause: Cause?
    /// The error written last before it; `nil` for none.
    package let error: String?

    /// - Parameter lines: oldest first.
    package init(_ lines: [String]) {
        let index = lines.lastIndex { Self.cause(in: $0) != nil }
        cause = index.flatMap { Self.cause(in: lines[$0]) }
        error = lines[..<(index ?? lines.endIndex)].last(where: Self.isError)?.printableLine(limit: 300)
    }

    package static func cause(in line: String) -> Cause? {
        let text = line.drop { $0 == " " }
        guard text.hasPrefix("cause:") else { return nil }
        return Cause(known: text.dropFirst(6).filter { $0 != " " })
    }

    package static func isError(_ line: String) -> Bool {
        line.hasPrefix("error: ") || line.hasPrefix("erreur\u{A0}: ")
    }
}
