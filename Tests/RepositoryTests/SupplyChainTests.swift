import Foundation
import Support
import Testing

/// Nothing that is fetched is chosen by whoever serves it.
struct SupplyChainTests {
    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: Checkout.path(path), encoding: .utf8)
    }

    @Test("wheels of PyPI are installed by their hash only")
    func wheels() throws {
        let requirements = try ["linters", "schemathesis"].flatMap { name in
            try text("scripts/\(name).txt").replacing("\\\n", with: " ").split(separator: "\n").map(String.init)
        }.filter { !$0.hasPrefix("#") }
        #expect(!requirements.isEmpty)
        for requirement in requirements {
            #expect(requirement.contains("==") && requirement.contains(/--hash=sha256:[0-9a-f]{64}/), "\(requirement)")
        }
        for script in ["run", "test"] + (try scripts()) {
            for line in try text(script).replacing("\\\n", with: " ").split(separator: "\n")
            where line.contains(/pip3? install/) && !line.contains("Debian:") {
                #expect(line.contains("--require-hashes"), "\(script): \(line)")
            }
        }
        let vendor = try text("scripts/fetch-vendor").replacing("\\\n", with: " ")
        let fetched = vendor.split(separator: "\n").filter { $0.hasPrefix("fetch \"") }
        #expect(fetched.count == 2 && fetched.allSatisfy { $0.contains(#/==\S+ \S+\.whl\s+[0-9a-f]{64} /#) })
        // Each file of them too.
        #expect(vendor.matches(of: #/\S=\S+=[0-9a-f]{64}(\s|$)/#).count == 3)
    }

    @Test("an action in a workflow is named by its commit")
    func workflows() throws {
        let folder = Checkout.path(".github/workflows")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            for line in try text(".github/workflows/" + name).split(separator: "\n") {
                guard let action = line.firstMatch(of: /uses:\s*(\S+)/)?.1, !action.hasPrefix("./") else { continue }
                #expect(action.contains(/@[0-9a-f]{40}$/), "\(name): \(action)")
            }
        }
    }

    @Test("an image of Docker is named by its digest, the same everywhere, and Dependencies lists it")
    func images() throws {
        let page = try text("Documentation/Dependencies.md")
        let workflows = ".github/workflows"
        let files =
            ["Deploy/docker/Dockerfile", "Deploy/docker/compose.yaml"]
            + (try FileManager.default.contentsOfDirectory(atPath: Checkout.path(workflows))).map {
                "\(workflows)/\($0)"
            }
        var digests: [String: Set<String>] = [:]
        for file in files {
            for line in try text(file).split(separator: "\n") {
                // A directive names an image too (docs.docker.com/reference/dockerfile, `# syntax=`).
                guard let image = line.firstMatch(of: /^(?:FROM |# *syntax=|[^#]*\bimage: *)"?([^\s"},]+)/)?.1,
                    image != "bitcoin-analyzer:latest"
                else { continue }
                let parts = image.split(separator: "@")
                try #require(parts.count == 2 && parts[1].contains(/^sha256:[0-9a-f]{64}$/), "\(file): \(image)")
                digests[String(parts[0]), default: []].insert(String(parts[1]))
            }
        }
        #expect(digests.keys.sorted() == ["debian:bookworm-slim", "postgres:16-bookworm", "swift:6.3-bookworm"])
        for (image, found) in digests {
            #expect(found.count == 1, "\(image): \(found)")
            #expect(page.contains("| `\(image)` |"), "\(image)")
        }
    }

    @Test("a package of Swift is bounded to the versions that were tested")
    func packages() throws {
        for line in try text("Package.swift").split(separator: "\n") where line.contains(".package(url:") {
            #expect(line.contains("url: \"https://github.com/") && line.contains(".upToNextMinor(from:"), "\(line)")
        }
    }

    @Test(
        "the bill of materials lists every package that is built",
        .enabled(if: FileManager.default.fileExists(atPath: Checkout.path("Package.resolved")), "nothing is resolved"))
    func billOfMaterials() throws {
        let process = Process()
        process.executableURL = URL(filePath: Checkout.path("scripts/sbom"))
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        struct Bill: Decodable {
            struct Component: Decodable {
                let name: String
                let version: String
                let purl: String
            }
            let bomFormat: String
            let components: [Component]
        }
        let bill = try JSONDecoder().decode(Bill.self, from: data)
        #expect(bill.bomFormat == "CycloneDX")
        let names = Set(bill.components.map(\.name))
        let page = try text("Documentation/Dependencies.md")
        for row in page.matches(of: /\| `([^`:]+)` \| [0-9.]+ \| (.+) \|/) {
            let isBuilt = !row.2.contains("not built") && !row.2.contains("Apple platforms only")
            #expect(names.contains(String(row.1)) == isBuilt, "\(row.1)")
        }
        #expect(
            names.isSuperset(of: [
                "libpq5", "libicu72", "zlib1g", "liblzma5", "libbz2-1.0", "libzstd1", "libsqlite3-0",
                "lightweight-charts", "swagger-ui",
            ]))
        #expect(bill.components.allSatisfy { $0.purl.hasPrefix("pkg:") && !$0.version.isEmpty })
    }

    private func scripts() throws -> [String] {
        // Folders beside them hold data.
        try FileManager.default.contentsOfDirectory(atPath: Checkout.path("scripts")).map { "scripts/" + $0 }.filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: Checkout.path($0), isDirectory: &isFolder)
                && !isFolder.boolValue
        }
    }
}
