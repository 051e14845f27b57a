/// Rows of text aligned in columns; the second column holds numbers and is right-aligned.
struct Columns {
    let rows: [[String]]

    init(_ rows: [[String]]) { self.rows = rows }

    var lines: [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths: [Int] = (0..<columns).map { column in
            rows.filter { $0.count > column }.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            let cells: [String] = row.enumerated().map { column, text in
                let space = String(repeating: " ", count: widths[column] - text.count)
                if column == 1 { return space + text }
                return column == row.count - 1 ? text : text + space
            }
            return "  " + cells.joined(separator: "  ")
        }
    }
}
