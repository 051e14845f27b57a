import Domain
import Support
import Testing

@Suite("The register of incidents") struct IncidentRegisterTests {
    private func incident(
        _ id: String, _ cause: Cause = .diskFull, at place: Incident.Place = .everywhere, began: Int64, opened: Int64,
        explained: Int64? = nil,
        resolved: Int64? = nil, reopened: Int = 0
    ) -> Incident {
        func moment(_ minute: Int64) -> Timestamp { .hour(0) + .minutes(minute) }
        return Incident(
            id: IncidentID(rawValue: id), cause: cause, at: place, severity: .critical,
            state: resolved == nil ? .open : .resolved, began: moment(began),
            opened: moment(opened), explained: explained.map(moment), resolved: resolved.map(moment),
            reopened: reopened, context: "", symptom: "",
            diagnosis: "")
    }

    @Test("nothing is counted where there is nothing, and no mean is invented")
    func empty() {
        let register = IncidentRegister([])
        #expect(register.count == 0 && register.open == 0 && register.causes.isEmpty && register.returning.isEmpty)
        #expect(
            register.meanSecondsToDetect == nil && register.meanSecondsToExplain == nil
                && register.meanSecondsToRecover == nil)
    }

    @Test("means are over those that have come so far")
    func means() {
        let register = IncidentRegister([
            incident("a", began: 0, opened: 2, explained: 3, resolved: 10),
            incident("b", began: 0, opened: 4, explained: 9), incident("c", began: 0, opened: 6),
        ])
        #expect(register.count == 3 && register.open == 2)
        #expect(
            register.meanSecondsToDetect == 240 && register.meanSecondsToExplain == 180
                && register.meanSecondsToRecover == 600)
    }

    @Test("a clock that is ahead makes no negative time")
    func clocks() {
        #expect(IncidentRegister([incident("a", began: 5, opened: 2)]).meanSecondsToDetect == 0)
    }

    @Test("an incident that is opened again is not over")
    func again() {
        var again = incident("a", began: 0, opened: 1, resolved: 5)
        again.state = .open
        #expect(IncidentRegister([again]).meanSecondsToRecover == nil)
    }

    @Test("an incident that a row says was reopened for ever is counted")
    func forever() {
        let incidents = [
            incident("a", began: 0, opened: 0, resolved: 1, reopened: .max), incident("b", began: 5, opened: 5),
        ]
        #expect(IncidentRegister(incidents).returning.map(\.times) == [.max])
    }

    @Test("recurrences are listed by cause and place, most frequent first")
    func returning() {
        let (here, there) = (Incident.Place(host: "here"), Incident.Place(host: "there"))
        let register = IncidentRegister([
            incident("a", at: here, began: 0, opened: 0, resolved: 1), incident("b", at: here, began: 5, opened: 5),
            incident("c", at: there, began: 0, opened: 0), incident("d", .portInUse, began: 0, opened: 1, reopened: 2),
            incident("e", .clockSkew, at: here, began: 0, opened: 0),
        ])
        #expect(register.causes.map(\.cause) == [.diskFull, .clockSkew, .portInUse])
        #expect(register.causes.first?.count == 3 && register.causes.first?.open == 2)
        #expect(
            register.returning.map(\.cause) == [.portInUse, .diskFull] && register.returning.map(\.times) == [3, 2])
        #expect(register.returning.last?.place == here && register.returning.last?.last == .hour(0) + .minutes(5))
    }

    @Test(
        "durations are said in two units at most",
        arguments: [
            (Duration.zero, "0 s", "0 s"), (.seconds(-5), "0 s", "0 s"), (.milliseconds(1600), "2 s", "2 s"),
            (.seconds(200), "3 min 20 s", "3 min 20 s"),
            (.seconds(3600), "1 h", "1 h"), (.seconds(7505), "2 h 5 min", "2 h 5 min"),
            (.hours(76), "3 d 4 h", "3 j 4 h"), (.seconds(86_405), "1 d", "1 j"),
        ])
    func durations(_ duration: Duration, _ english: String, _ french: String) {
        #expect(duration.phrase == Phrase(english, fr: french))
    }

    @Test("every cause has a title of its own in both languages")
    func titles() {
        let titles = Cause.known.map(\.title)
        #expect(
            Set(titles.map(\.english)).count == Cause.known.count
                && Set(titles.map(\.french)).count == Cause.known.count)
        #expect(
            titles.allSatisfy {
                (8...60).contains($0.english.count) && (10...70).contains($0.french.count)
                    && !$0.english.hasSuffix(".")
            })
    }
}
