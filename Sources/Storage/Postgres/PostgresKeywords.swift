import CPostgres

enum PostgresKeywords {
    /// The connection parameters that this libpq supports
    /// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS).
    static let all: Set<String> = {
        var names: Set<String> = []
        guard let first = PQconndefaults() else { return names }
        defer { PQconninfoFree(first) }
        var option = first
        while let keyword = option.pointee.keyword {
            names.insert(String(cString: keyword))
            option += 1
        }
        return names
    }()
}
