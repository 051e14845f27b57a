import FoundationEssentials
import FuzzTargets
import Testing

/// Each target over its corpus, over the inputs that once broke it, and over seeded mutations of both, in a process of
/// its own. `scripts/fuzz` searches longer, guided by coverage.
@Suite("No bytes from outside end the process or break a promise") struct ReplayTests {
    @Test("of any door of the program", arguments: FuzzTarget.all.map(\.name))
    func replay(name: String) async throws {
        let current = FileManager.default.temporaryDirectory.path + "/fuzz-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: current) }
        let result = await #expect(processExitsWith: .success) { [name = name as String, current = current as String] in
            let target = try #require(FuzzTarget.all.first { $0.name == name })
            let kept = try Inputs.corpus(of: target) + Inputs.regressions(of: target)
            var mutations = Mutations(of: kept, words: target.words, seed: 9)
            for bytes in kept + (0..<target.mutations).map({ _ in mutations.next() }) {
                // A trap leaves no other trace of its input.
                try Data(bytes).write(to: URL(filePath: current))
                try await target.run(bytes)
            }
        }
        guard result == nil else { return }
        let input = try Data(contentsOf: URL(filePath: current)).base64EncodedString()
        Issue.record("keep this input in Fuzz/Regressions/\(name) (base64 -d) and fix what it breaks: \(input)")
    }

    @Test("every target has a corpus, and all are small enough for the repository")
    func corpora() throws {
        var size = 0
        for target in FuzzTarget.all {
            let corpus = try Inputs.corpus(of: target)
            #expect(!corpus.isEmpty, "Fuzz/Corpora/\(target.name) is empty")
            size += corpus.reduce(0) { $0 + $1.count }
        }
        #expect(size < 200_000)
    }

    @Test("mutations of one seed are the same, and seldom the input itself")
    func mutations() {
        let corpus = [Array("GET / HTTP/1.1".utf8), Array("limit=12".utf8)]
        var (one, other) = (Mutations(of: corpus, words: [], seed: 1), Mutations(of: corpus, words: [], seed: 1))
        let made = (0..<200).map { _ in one.next() }
        #expect(made == (0..<200).map { _ in other.next() })
        #expect(Set(made).count > 150 && made.count(where: corpus.contains) < 20)
    }
}
