import Domain
import FoundationEssentials
import Testing

@Suite("Names that newer versions may add to") struct OpenEnumTests {
    private func names<Name: OpenEnum>(_: Name.Type) -> [String] { Name.known.map(\.rawValue) }

    @Test("no list names a value twice")
    func distinct() {
        for names in [
            names(Cause.self), names(ErrorKind.self), names(RunOutcome.self), names(Trigger.self),
            names(SourceReport.Outcome.self), names(SourceReport.Part.self), names(Incident.State.self),
            names(Incident.Severity.self), names(Briefing.Trend.self), names(Briefing.Volatility.self),
        ] { #expect(Set(names).count == names.count && !names.isEmpty) }
    }

    @Test("an unknown value comes back from JSON as it was, and is shown by its name")
    func unknown() throws {
        let cause = try JSONDecoder().decode([Cause].self, from: Data(#"["moon-phase"]"#.utf8))
        #expect(cause == [Cause(rawValue: "moon-phase")] && cause.first?.isKnown == false)
        #expect(String(decoding: try JSONEncoder().encode(cause), as: UTF8.self) == #"["moon-phase"]"#)
        #expect(
            cause.first?.title == Phrase("moon-phase", fr: "moon-phase") && cause.first?.description == "moon-phase")
        #expect(Incident.Severity(rawValue: "fatal").title.english == "fatal")
        #expect(Incident.State(rawValue: "muted").title.french == "muted")
    }

    @Test("a name that is given by a person has to be a known one")
    func given() {
        #expect(Cause(known: "disk-full") == .diskFull && Cause(known: "moon-phase") == nil)
        #expect(Incident.State(known: "opened") == nil && Trigger(known: "cron") == .cron)
    }
}
