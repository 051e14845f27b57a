import Testing

@testable import BitcoinAnalyzer

@Suite("Arguments") struct ArgumentTests {
    @Test("a negative number is the value of the option before it")
    func negative() {
        #expect(
            BitcoinAnalyzer.withJoinedNumbers(["runs", "--limit", "-5", "--json"]) == ["runs", "--limit=-5", "--json"])
        #expect(BitcoinAnalyzer.withJoinedNumbers(["demo", "--days", "-1.5"]) == ["demo", "--days=-1.5"])
        #expect(BitcoinAnalyzer.withJoinedNumbers(["why", "-5"]) == ["why", "-5"])
        #expect(BitcoinAnalyzer.withJoinedNumbers(["import", "-"]) == ["import", "-"])
        #expect(BitcoinAnalyzer.withJoinedNumbers(["runs", "--limit=3", "-5"]) == ["runs", "--limit=3", "-5"])
    }
}
