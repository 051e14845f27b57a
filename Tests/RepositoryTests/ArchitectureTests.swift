import Foundation
import Support
import Testing

/// The module table in `Documentation/Architecture.md`, compared with the sources and with `Package.swift`.
struct ArchitectureTests {
    @Test("the table has a row for every folder of Sources, and one for the files in Deploy")
    func complete() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Checkout.path("Sources"))
        #expect(Set(ModuleRow.all.map(\.name)) == Set(folders + ["Deploy"]))
        #expect(ModuleRow.all.count == Set(ModuleRow.all.map(\.name)).count, "a row stands twice")
    }

    @Test("a module imports what its row allows, and the row allows nothing that is not used", arguments: ModuleRow.all)
    func imports(_ row: ModuleRow) throws {
        let modules = Set(try FileManager.default.contentsOfDirectory(atPath: Checkout.path("Sources")))
            .union(["DeployFiles"])
        let files = row.name == "Deploy" ? [] : try SourceFile.all(in: "Sources/\(row.name)")
        let imported = Set(files.flatMap(\.imports)).subtracting(systemModules)
        let ours = imported.intersection(modules)
        if let allowed = row.ours {
            for name in ours.subtracting(allowed) {
                let place = files.first { $0.imports.contains(name) }?.path ?? ""
                Issue.record("\(place) imports \(name), which Documentation/Architecture.md does not allow")
            }
            #expect(allowed.subtracting(ours) == [], "\(row.name) may import what it does not use")
        }
        let others = imported.subtracting(modules)
        #expect(others.subtracting(row.others) == [], "\(row.name) imports what its row does not allow")
        #expect(row.others.subtracting(others) == [], "\(row.name) may import what it does not use")
    }

    @Test("the modules form a directed acyclic graph")
    func acyclic() {
        var left = Dictionary(uniqueKeysWithValues: ModuleRow.all.map { ($0.name, $0.ours ?? []) })
        left["Deploy"] = nil
        // Takes away what imports nothing that is left, until nothing can be taken away.
        while let free = left.first(where: { $0.value.allSatisfy { left[$0] == nil } }) { left[free.key] = nil }
        #expect(left.keys.sorted() == [], "these import each other in a circle")
    }

    @Test("Package.swift gives each target what its files import, and nothing else")
    func manifest() throws {
        let targets = try Manifest.read().targets.reduce(into: [String: Set<String>]()) {
            $0[$1.name] = Set($1.dependencies.map(\.name))
        }
        let imports = try importsOfTargets(in: "Sources").merging(importsOfTargets(in: "Tests")) { own, _ in own }
        for (name, imported) in imports.sorted(by: { $0.key < $1.key }) {
            let declared = try #require(targets[name], "\(name) is no target of Package.swift")
            #expect(imported.subtracting(declared) == [], "\(name) imports what Package.swift does not give it")
            #expect(declared.subtracting(imported) == [], "Package.swift gives \(name) what it does not import")
        }
    }

    @Test("every file that the table of changes names exists")
    func changes() throws {
        let text = try String(contentsOfFile: Checkout.path("Documentation/Architecture.md"), encoding: .utf8)
        let section = try #require(
            text.components(separatedBy: "## Where a change goes").last?.components(separatedBy: "\n## ").first)
        let files = try SourceFile.all(in: "Sources").map(\.path)
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2)
        #expect(rows.count == 10)
        for row in rows {
            let list = row.split(separator: "|", omittingEmptySubsequences: false)[3]
            let names = list.split(separator: "`").filter { $0.hasSuffix(".swift") }
            #expect(!names.isEmpty, "\(row)")
            for name in names { #expect(files.contains { $0.hasSuffix("/" + name) }, "\(name) does not exist") }
        }
    }

    @Test("every module with Swift sources has tests of its own", arguments: ModuleRow.all)
    func tested(_ row: ModuleRow) throws {
        guard row.name != "Deploy", try !SourceFile.all(in: "Sources/\(row.name)").isEmpty else { return }
        #expect(try !SourceFile.all(in: "Tests/\(row.name)Tests").isEmpty)
    }

    @Test("no file has more than 500 lines")
    func lengths() throws {
        for file in try SourceFile.all(in: "Sources") + SourceFile.all(in: "Tests") {
            #expect(file.lines.count <= 501, "\(file.path)")
        }
    }
}
