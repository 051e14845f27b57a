import Domain
import Support
import Testing

@testable import Dashboard

@Suite("The strings of the dashboard") struct StringsTests {
    @Test("every string follows the rules of its language", arguments: Language.allCases)
    func rules(_ language: Language) {
        let strings = TextLint.texts(in: DashboardStrings.in(language))
        #expect(strings.count > 80)
        for (name, text) in strings {
            let form: TextLint.Form = text.hasSuffix(".") && text.contains(" ") ? .sentence : .fragment
            #expect(TextLint.violations(text, in: language, as: form) == [], "\(name)")
        }
    }

    @Test("both languages fill in the same values")
    func placeholders() {
        let english = TextLint.texts(in: DashboardStrings.in(.english))
        let french = TextLint.texts(in: DashboardStrings.in(.french))
        #expect(english.map(\.name) == french.map(\.name))
        for (one, other) in zip(english, french) {
            func values(_ text: String) -> Set<Substring> { Set(text.matches(of: #/\{(\w+)\}/#).map { $0.1 }) }
            #expect(values(one.text) == values(other.text), "\(one.name)")
        }
    }
}
