extension DatabaseURL {
    /// `sqlite` or `postgres`.
    package var engineName: String { file == nil ? "postgres" : "sqlite" }

    /// Hosts with their ports, separated by commas; `nil` for a file.
    package var hosts: String? {
        if case .postgres(let address) = place { address.hosts.map(\.description).joined(separator: ",") } else { nil }
    }

    /// The database's name on its server, or the file's path.
    package var name: String {
        switch place {
        case .sqlite(let file): file
        case .postgres(let address): address.database
        }
    }
}
