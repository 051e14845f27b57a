import Domain

/// Names that are set and are no settings of this program: most often mistyped ones, which would be ignored in silence.
enum SettingNames {
    static let known = Set(SettingKey.allCases.flatMap(\.names))

    /// What systemd sets for its services (systemd.exec(5), "Environment variables in spawned processes").
    private static let ofSystemd: Set = ["NOTIFY_SOCKET"]

    /// The setting that was probably meant.
    static func meant(by name: String) -> String? {
        guard !known.contains(name), !ofSystemd.contains(name) else { return nil }
        let limit = name.utf8.count < 12 ? 1 : 2
        return known.filter { $0.prefix(3) == name.prefix(3) && distance(from: name, to: $0) <= limit }.min()
    }

    static func mistyped(_ name: String, for meant: String, at place: Phrase) -> Phrase {
        place
            + Phrase(
                ": \(name) is not a setting and is ignored; did you mean \(meant)?",
                fr: "\u{A0}: \(name) n’est pas un réglage et reste ignoré\u{A0}; vouliez-vous dire \(meant)\u{A0}?")
    }

    static func unknown(_ name: String, at place: Phrase) -> Phrase {
        place
            + Phrase(
                ": \(name) is not a setting of this program and is ignored",
                fr: "\u{A0}: \(name) n’est pas un réglage de ce programme et reste ignoré")
    }

    /// How many letters have to be added, removed, replaced or swapped with the next one (optimal string alignment).
    static func distance(from first: String, to second: String) -> Int {
        let (a, b) = (Array(first.utf8), Array(second.utf8))
        var rows = [Array(0...b.count)]
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                let replaced = rows[i][j] + (a[i] == b[j] ? 0 : 1)
                var least = min(rows[i][j + 1] + 1, row[j] + 1, replaced)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, rows[i - 1][j - 1] + 1) }
                row.append(least)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
