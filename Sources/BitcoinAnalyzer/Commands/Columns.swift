/// Rows of words, each column as wide as its widest word; the second column holds numbers, which stand to the right.
struct Columns {
    let rows: [[String]]

    init(_ rows: [[String]]) { self.rows = rows }

    var lines: [String] {
        let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
            rows.compactMap { $0.indices.contains(column) ? $0[column].count : nil }.max() ?? 0
        }
        return rows.map { row in
            let words = row.enumerated().map { column, word in
                let space = String(repeating: " ", count: widths[column] - word.count)
                return column == 1 ? space + word : column == row.count - 1 ? word : word + space
            }
            return "  " + words.joined(separator: "  ")
        }
    }
}
