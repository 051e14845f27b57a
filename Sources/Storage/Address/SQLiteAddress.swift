enum SQLiteAddress {
    /// The path after `sqlite://`, percent-decoded.
    static func file(in rest: Substring) throws(DatabaseURL.Malformed) -> String {
        guard rest.hasPrefix("/") else {
            throw DatabaseURL.Malformed(
                "the path of an SQLite file has to be absolute, with three slashes before it: sqlite:///…")
        }
        guard !rest.contains("?") else {
            throw DatabaseURL.Malformed("an SQLite file takes no parameters (a ? in its name is written %3F)")
        }
        let path = try PercentCoding.decode(rest, in: "the path")
        guard !path.hasSuffix("/") else { throw DatabaseURL.Malformed("it names a folder, not a file") }
        return path
    }
}
