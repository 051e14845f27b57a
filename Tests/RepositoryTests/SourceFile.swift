import Foundation
import Support

/// A Swift file of the checkout.
struct SourceFile: Sendable {
    /// Relative to the checkout.
    let path: String
    let lines: [Substring]

    /// The Swift files below a folder of the checkout, in the order of their paths.
    static func all(in folder: String) throws -> [SourceFile] {
        let root = Checkout.path(folder)
        let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = try String(contentsOfFile: root + "/" + path, encoding: .utf8)
            return SourceFile(
                path: folder + "/" + path, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }

    /// The modules that it imports.
    var imports: Set<String> {
        let statement = /\s*(?:@\w+(?:\(\w+\))?\s+)*(?:(?:public|package|internal|private)\s+)?import\s+([A-Z]\w*)\s*/
        return Set(lines.compactMap { $0.wholeMatch(of: statement).map { String($0.1) } })
    }
}

/// Modules that come with the toolchain or the system.
let systemModules: Set = [
    "Foundation", "FoundationEssentials", "FoundationInternationalization", "Glibc", "Musl", "Darwin",
    "Swift", "Synchronization", "Dispatch", "Testing",
]

/// The folders of `folder` that hold Swift files, and what their files import beside ``systemModules``.
func importsOfTargets(in folder: String) throws -> [String: Set<String>] {
    let names = try FileManager.default.contentsOfDirectory(atPath: Checkout.path(folder))
    return try names.reduce(into: [:]) { targets, name in
        let files = try SourceFile.all(in: folder + "/" + name)
        guard !files.isEmpty else { return }
        targets[name] = Set(files.flatMap(\.imports)).subtracting(systemModules)
    }
}
