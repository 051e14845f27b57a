import Foundation
import Support
import Testing

/// A row of the module table in `Documentation/Architecture.md`.
struct ModuleRow: Equatable, Sendable, CustomTestStringConvertible {
    /// The name of the target, which is its folder in `Sources`.
    let name: String
    /// Our modules that it may import; `nil` for all.
    let ours: Set<String>?
    /// Modules of other packages that it may import.
    let others: Set<String>

    var testDescription: String { name }

    /// The rows, in the order of the page: `` | `NAME/` | responsibility | our modules | modules of other packages |
    /// ``.
    static let all: [ModuleRow] = {
        let page = (try? String(contentsOfFile: Checkout.path("Documentation/Architecture.md"), encoding: .utf8)) ?? ""
        return page.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard cells.count == 6, let name = cells[1].wholeMatch(of: /`(\w+)\/`/)?.1 else { return nil }
            return ModuleRow(
                name: String(name), ours: cells[3] == "all" ? nil : names(in: cells[3]), others: names(in: cells[4]))
        }
    }()

    /// The names of a cell, separated by commas; `–` for none.
    private static func names(in cell: String) -> Set<String> {
        Set(cell.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { $0 != "–" })
    }
}
