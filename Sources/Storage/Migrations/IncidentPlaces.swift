extension Migration {
    /// Adds place, start, parent and the five steps in French to incidents.
    static let incidentPlaces = Migration(version: 3, name: "incident places") { dialect in
        let key = dialect.keyText
        let texts = ["context", "symptom", "diagnosis", "resolution", "lesson"]
        return [
            "ALTER TABLE incidents ADD COLUMN host \(key) NOT NULL DEFAULT ''",
            "ALTER TABLE incidents ADD COLUMN subject \(key) NOT NULL DEFAULT ''",
            "ALTER TABLE incidents ADD COLUMN began BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE incidents ADD COLUMN explained BIGINT",
            "ALTER TABLE incidents ADD COLUMN reopened BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE incidents ADD COLUMN parent_id \(key) NOT NULL DEFAULT ''",
        ] + texts.map { "ALTER TABLE incidents ADD COLUMN \($0)_fr TEXT NOT NULL DEFAULT ''" } + [
            "UPDATE incidents SET began = opened, explained = opened, "
                + "\(texts.map { "\($0)_fr = \($0)" }.joined(separator: ", "))",
            "DROP INDEX incidents_open",
            "CREATE UNIQUE INDEX incidents_open ON incidents (cause, unit, host, subject) WHERE state = 'open'",
        ]
    }
}
