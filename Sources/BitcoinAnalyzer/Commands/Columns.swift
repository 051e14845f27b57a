/// Rows of text aligned in columns; the second column holds numbers and is right-aligned.
struct Columns {
    let rows: [[String]]

    init(_ rows: [[String]]) { self.rows = rows }

    var lines: [String] {
        let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
            rows.compactMap { $0.indices.contains(column) ? $0[column].count : nil }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, text in
                let space = String(repeating: " ", count: widths[column] - text.count)
                return column == 1 ? space + text : column == row.count - 1 ? text : text + space
            }
            return "  " + cells.joined(separator: "  ")
        }
    }
}
