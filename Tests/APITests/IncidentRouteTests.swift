import API
import Domain
import HTTPTypes
import Support
import Testing

@Suite("Incidents over HTTP") struct IncidentRouteTests {
    private func fixture(_ count: Int) async throws -> Fixture {
        let fixture = try Fixture()
        for number in 0..<count {
            // Two of each moment.
            try await fixture.incidents.keep(
                Incident(
                    id: IncidentID(rawValue: "i\(number)"), cause: .portInUse, at: Incident.Place(unit: "u\(number)"),
                    severity: .critical,
                    state: number == 0 ? .resolved : .open, opened: .hour(Int64(number / 2)), context: "c",
                    symptom: "s", diagnosis: "d",
                    evidence: [Evidence(time: .hour(0), source: "journal", line: "the line")]))
        }
        return fixture
    }

    @Test("an incident has its steps and evidence, in the list and alone")
    func one() async throws {
        let responses = try await fixture(1).get("/v1/incidents", "/v1/incidents/i0")
        let listed = try #require(try responses[0].object()["incidents"]).list
        let shown = try responses[1].object()
        #expect(listed == [.object(shown)])
        #expect(
            shown["cause"] == .string("port-in-use") && shown["state"] == .string("resolved")
                && shown["diagnosis"] == .string("d"))
        #expect(shown["evidence"]?.list.first?["line"] == .string("the line"))
        #expect(responses[1].headers[.eTag] != nil)
    }

    @Test("an incident of a newer host is listed, shown and counted by its names")
    func newerHost() async throws {
        let fixture = try Fixture()
        try await fixture.incidents.keep(
            Incident(
                id: IncidentID(rawValue: "i0"), cause: Cause(rawValue: "moon-phase"),
                severity: Incident.Severity(rawValue: "fatal"), state: Incident.State(rawValue: "muted"),
                opened: .hour(0), context: "c", symptom: "s", diagnosis: "d"))
        let answers = try await fixture.get("/v1/incidents", "/v1/incidents/i0", "/v1/incidents/register")
        let shown = try answers[1].object()
        #expect(try answers[0].object()["incidents"]?.list == [.object(shown)])
        #expect(
            shown["cause"] == .string("moon-phase") && shown["severity"] == .string("fatal")
                && shown["state"] == .string("muted"))
        #expect(try answers[2].object()["causes"]?.list.first?["cause"] == .string("moon-phase"))
    }

    @Test("following the Link header gives every incident once, newest first", arguments: [1, 2, 3, 100])
    func pages(limit: Int) async throws {
        let fixture = try await fixture(7)
        var ids: [JSON] = []
        var path: String? = "/v1/incidents?limit=\(limit)"
        while let current = path {
            let response = try #require(try await fixture.get(current).first)
            ids += try #require(try response.object()["incidents"]).list.compactMap { $0["id"] }
            path = response.headers[.link].map { String($0.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }) }
        }
        #expect(ids == (0..<7).reversed().map { .string("i\($0)") })
    }

    @Test("state=open filters the list and the next page")
    func open() async throws {
        let response = try #require(try await fixture(5).get("/v1/incidents?state=open&limit=2").first)
        #expect(try response.object()["incidents"]?.list.count == 2)
        #expect(response.headers[.link]?.contains("state=open") == true)
        #expect(try await fixture(1).get("/v1/incidents?state=open").first?.object()["incidents"] == .array([]))
    }

    @Test("an incident is in the language of the query or header, each cached separately")
    func languages() async throws {
        let fixture = try Fixture()
        try await fixture.incidents.keep(
            Incident(
                id: IncidentID(rawValue: "i0"), cause: .portInUse, severity: .warning, opened: .hour(0), context: "c",
                symptom: Phrase("taken", fr: "pris"),
                diagnosis: "d"))
        for path in ["/v1/incidents", "/v1/incidents/i0"] {
            for (query, header, word) in [
                ("", "fr", "pris"), ("", "en", "taken"), ("?lang=fr", "en", "pris"), ("", "", "taken"),
                ("", "fr-CA, en;q=0.5", "pris"),
            ] {
                let response = try #require(
                    try await fixture.get(path + query, headers: [.acceptLanguage: header]).first)
                #expect(response.text.contains(word), "\(path)\(query) \(header)")
                #expect(
                    response.headers[.vary]?.contains("Accept-Language") == true
                        && response.headers[.contentLanguage] == (word == "pris" ? "fr" : "en"))
            }
        }
    }

    @Test("cause, parent and since filter the list and the next page")
    func filters() async throws {
        let fixture = try await fixture(6)
        try await fixture.incidents.keep(
            Incident(
                id: IncidentID(rawValue: "x"), cause: .diskFull, severity: .warning, opened: .hour(1),
                parent: IncidentID(rawValue: "i1"), context: "c",
                symptom: "s", diagnosis: "d"))
        func ids(_ path: String) async throws -> [JSON] {
            try await fixture.get(path).first?.object()["incidents"]?.list.compactMap { $0["id"] } ?? []
        }
        #expect(try await ids("/v1/incidents?cause=disk-full") == [.string("x")])
        #expect(try await ids("/v1/incidents?parent=i1") == [.string("x")])
        #expect(try await ids("/v1/incidents?since=2026-01-01T02:00:00Z") == [.string("i5"), .string("i4")])
        let link = try await fixture.get("/v1/incidents?cause=port-in-use&limit=1&lang=fr&since=2026-01-01").first?
            .headers[.link]
        #expect(
            link?.contains("cause=port-in-use") == true && link?.contains("lang=fr") == true
                && link?.contains("since=2026-01-01T00:00:00Z") == true)
    }

    @Test("the register counts them")
    func register() async throws {
        let response = try #require(try await fixture(3).get("/v1/incidents/register").first)
        let register = try response.object()
        #expect(
            register["count"] == .number(3) && register["open"] == .number(2)
                && register["mean_seconds_to_detect"] == .number(0))
        #expect(register["causes"]?.list.first?["cause"] == .string("port-in-use"))
        #expect(
            try await fixture(3).get("/v1/incidents/register?since=2027-01-01").first?.object()["count"] == .number(0))
    }

    @Test(
        "invalid parameters are a 400, unknown incidents a 404",
        arguments: [
            ("/v1/incidents?state=closed", 400), ("/v1/incidents?cause=bad-luck", 400), ("/v1/incidents?lang=de", 400),
            ("/v1/incidents?since=once", 400),
            ("/v1/incidents/register?since=x", 400), ("/v1/incidents?limit=0", 400), ("/v1/incidents?before=x", 400),
            ("/v1/incidents?before=%20", 400),
            ("/v1/incidents/nowhere", 404),
        ])
    func refused(_ path: String, _ status: Int) async throws {
        let response = try #require(try await fixture(1).get(path).first)
        #expect(response.status == status)
        #expect(try response.object()["detail"] != nil)
    }

    @Test("a cursor of another list is a 400")
    func foreign() async throws {
        let cursor = Cursor.candles(.oneHour, before: .hour(3)).text
        #expect(try await fixture(1).get("/v1/incidents?before=\(cursor)").first?.status == 400)
    }
}
