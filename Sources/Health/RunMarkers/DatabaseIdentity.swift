/// Which database it is, without user and password: recorded by each run, so that a reader of another database notices.
package struct DatabaseIdentity: Hashable, Sendable, Codable {
    /// `sqlite` or `postgres`.
    package let engine: String
    /// Of a server, its hosts with their ports; of a file, the machine that it lies on.
    package let host: String
    /// Of the database on its server, or the file's path.
    package let name: String
    /// The same for two processes with the same address.
    package let fingerprint: String

    package init(engine: String, host: String, name: String, fingerprint: String) {
        self.engine = engine
        self.host = host
        self.name = name
        self.fingerprint = fingerprint
    }

    /// For a person, in any language: `sqlite /var/lib/bitcoin-analyzer/bitcoin-analyzer.db (vps1)`.
    package var description: String { "\(engine) \(name) (\(host))" }

    /// As fields of a log line.
    package var fields: [String: String] {
        ["database.engine": engine, "database.host": host, "database.name": name, "database.fingerprint": fingerprint]
    }
}
