extension Migration {
    /// Creates the tables of incidents. The unique index allows one open incident of a cause per unit, also when two
    /// processes report at once.
    static let incidents = Migration(version: 2, name: "incidents") { dialect in
        let key = dialect.keyText
        return [
            """
            CREATE TABLE incidents (
                id \(key) NOT NULL PRIMARY KEY, cause \(key) NOT NULL, unit \(key) NOT NULL, severity TEXT NOT NULL, state TEXT NOT NULL,
                opened BIGINT NOT NULL, resolved BIGINT, context TEXT NOT NULL, symptom TEXT NOT NULL, diagnosis TEXT NOT NULL,
                resolution TEXT NOT NULL, lesson TEXT NOT NULL
            )
            """,
            "CREATE UNIQUE INDEX incidents_open ON incidents (cause, unit) WHERE state = 'open'",
            "CREATE INDEX incidents_newest ON incidents (opened DESC, id DESC)",
            """
            CREATE TABLE incident_evidence (
                incident_id \(key) NOT NULL, position BIGINT NOT NULL, report_id \(key) NOT NULL, seen BIGINT, source TEXT NOT NULL,
                line TEXT NOT NULL, PRIMARY KEY (incident_id, position)
            )\(dialect.clustered)
            """,
            "CREATE INDEX incident_evidence_by_report ON incident_evidence (report_id)",
        ]
    }
}
