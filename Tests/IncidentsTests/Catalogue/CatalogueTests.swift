import Domain
import Foundation
import Support
import Testing

@testable import Incidents

@Suite("The catalogue of causes") struct CatalogueTests {
    /// They come with the language model that they are about.
    private static let ofTheModel: Set<Cause> = [.aiAuth, .aiQuota, .aiModelRetired, .aiUnreachable, .aiUngrounded]

    @Test("has an entry for every cause of the contract, once, and a file for every entry")
    func complete() throws {
        #expect(Catalogue.entries.map(\.cause).count == Set(Catalogue.entries.map(\.cause)).count)
        #expect(Set(Catalogue.entries.map(\.cause)) == Set(Cause.known).subtracting(Self.ofTheModel))
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../../Sources/Operations/Causes/Catalogue"
        ).standardized
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == Catalogue.entries.count)
    }

    @Test(
        "tells of every cause in both languages what a user sees, what mends it, and what to change",
        arguments: Catalogue.entries.map(\.cause))
    func words(_ cause: Cause) throws {
        let entry = try #require(Catalogue.entry(cause))
        for phrase in [cause.title, entry.effect, entry.remedy, entry.lesson] + [entry.repair].compactMap(\.self) {
            #expect(!phrase.english.isEmpty && !phrase.french.isEmpty && phrase.english != phrase.french)
        }
        #expect(!entry.symptoms.isEmpty && !entry.checks.isEmpty)
        #expect(entry.threshold.opens >= 1 && entry.threshold.closes >= 1)
    }

    @Test("knows no cause that follows from itself, however long the chain")
    func acyclic() {
        func reaches(_ cause: Cause, _ goal: Cause, _ seen: Set<Cause>) -> Bool {
            guard !seen.contains(cause), let entry = Catalogue.entry(cause) else { return false }
            return entry.followsFrom.contains(goal)
                || entry.followsFrom.contains { reaches($0, goal, seen.union([cause])) }
        }
        for entry in Catalogue.entries { #expect(!reaches(entry.cause, entry.cause, []), "\(entry.cause)") }
    }

    @Test("nothing speaks for any cause on a machine on which everything is well")
    func silent() throws {
        let observation = Observation(try HealthyMachine.facts(), host: "vps")
        #expect(Catalogue.entries.filter { !$0.signs(observation).isEmpty }.map(\.cause) == [])
    }
}
