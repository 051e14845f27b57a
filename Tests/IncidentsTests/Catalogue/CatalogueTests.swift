import Domain
import HealthSupport
import Support
import Testing

@testable import Incidents

@Suite("The catalogue of causes") struct CatalogueTests {
    @Test("has exactly one entry for every cause of the contract")
    func complete() {
        #expect(Catalogue.entries.map(\.cause).count == Set(Catalogue.entries.map(\.cause)).count)
        #expect(Set(Catalogue.entries.map(\.cause)) == Set(Cause.known))
    }

    @Test("every text follows the rules, in both languages", arguments: Catalogue.entries.map(\.cause))
    func texts(_ cause: Cause) throws {
        let entry = try #require(Catalogue.entry(cause))
        let sentences = [entry.effect, entry.remedy, entry.lesson] + [entry.repair].compactMap(\.self)
        #expect(sentences.flatMap { TextLint.violations($0, as: .sentence) } == [])
        for sentence in sentences {
            #expect(sentence.english != sentence.french, "\(sentence.english)")
            for name in Catalogue.entries.map(\.cause.rawValue) {
                #expect(!sentence.english.contains(name) && !sentence.french.contains(name), "\(name)")
            }
        }
    }

    @Test("every cause has a command, and its instruction ends with it", arguments: Catalogue.entries.map(\.cause))
    func commands(_ cause: Cause) throws {
        let entry = try #require(Catalogue.entry(cause))
        #expect(!entry.command.isEmpty && entry.command.allSatisfy { $0.isASCII && !$0.isNewline })
        #expect(!entry.command.contains("kill") && !entry.command.contains("rm "))
        for text in [entry.instruction().english, entry.instruction().french] {
            #expect(text.hasSuffix(": " + entry.command) && !text.contains(".:"))
        }
    }

    @Test("every title follows the rules, in both languages", arguments: Cause.known)
    func titles(_ cause: Cause) {
        #expect(TextLint.violations(cause.title, as: .title) == [])
        #expect(cause.title.english != cause.rawValue && cause.title.english != cause.title.french)
    }

    @Test("every symptom has a title that follows the rules", arguments: Symptom.allCases)
    func symptoms(_ symptom: Symptom) { #expect(TextLint.violations(symptom.title) == []) }

    @Test("every cause has symptoms, checks and thresholds", arguments: Catalogue.entries.map(\.cause))
    func decidable(_ cause: Cause) throws {
        let entry = try #require(Catalogue.entry(cause))
        #expect(!entry.symptoms.isEmpty && !entry.checks.isEmpty)
        #expect(entry.threshold.opens >= 1 && entry.threshold.closes >= 1)
    }

    @Test("no cause is its own consequence, however long the chain")
    func acyclic() {
        func reaches(_ cause: Cause, _ goal: Cause, _ seen: Set<Cause>) -> Bool {
            guard !seen.contains(cause), let entry = Catalogue.entry(cause) else { return false }
            return entry.followsFrom.contains(goal)
                || entry.followsFrom.contains { reaches($0, goal, seen.union([cause])) }
        }
        for entry in Catalogue.entries { #expect(!reaches(entry.cause, entry.cause, []), "\(entry.cause)") }
    }

    @Test("a healthy machine shows no sign of any cause")
    func silent() throws {
        let observation = Observation(try HealthyMachine.facts(), host: "vps")
        #expect(Catalogue.entries.filter { !$0.signs(observation).isEmpty }.map(\.cause) == [])
    }
}
