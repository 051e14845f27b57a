import Domain

extension Problem {
    /// - Parameters:
    ///   - requirement: what is valid: `must be fr or en`.
    ///   - value: what the client sent; shown on one line, shortened.
    static func invalid(_ name: String, _ requirement: String, _ value: String) -> Problem {
        .invalidParameter("\(name) \(requirement) (got '\(value.printableLine(limit: 40))')")
    }

    /// - Parameter path: the list whose cursors are valid.
    static func foreignCursor(_ path: String) -> Problem {
        .invalidParameter("before must be a cursor of this list; use one from a response of \(path)")
    }
}
