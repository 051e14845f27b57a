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
                    id: IncidentID(rawValue: "i\(number)"), cause: .portInUse, at: Incident.Place(unit: "u\(number)"), severity: .critical,
                    state: number == 0 ? .resolved : .open, opened: .hour(Int64(number / 2)), context: "c", symptom: "s", diagnosis: "d",
                    evidence: [Evidence(time: .hour(0), source: "journal", line: "the line")]))
        }
        return fixture
    }

    @Test("an incident is told with its steps and its evidence, in the list and by itself")
    func one() async throws {
        let answers = try await fixture(1).get("/v1/incidents", "/v1/incidents/i0")
        let listed = try #require(try answers[0].object()["incidents"]).list
        let shown = try answers[1].object()
        #expect(listed == [.object(shown)])
        #expect(shown["cause"] == .string("port-in-use") && shown["state"] == .string("resolved") && shown["diagnosis"] == .string("d"))
        #expect(shown["evidence"]?.list.first?["line"] == .string("the line"))
        #expect(answers[1].headers[.eTag] != nil)
    }

    @Test("following the Link header gives every incident once, newest first", arguments: [1, 2, 3, 100])
    func pages(limit: Int) async throws {
        let fixture = try await fixture(7)
        var ids: [JSON] = []
        var path: String? = "/v1/incidents?limit=\(limit)"
        while let current = path {
            let answer = try #require(try await fixture.get(current).first)
            ids += try #require(try answer.object()["incidents"]).list.compactMap { $0["id"] }
            path = answer.headers[.link].map { String($0.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }) }
        }
        #expect(ids == (0..<7).reversed().map { .string("i\($0)") })
    }

    @Test("those that are open, and only they, where they are asked for; the next page too")
    func open() async throws {
        let answer = try #require(try await fixture(5).get("/v1/incidents?state=open&limit=2").first)
        #expect(try answer.object()["incidents"]?.list.count == 2)
        #expect(answer.headers[.link]?.contains("state=open") == true)
        #expect(try await fixture(1).get("/v1/incidents?state=open").first?.object()["incidents"] == .array([]))
    }

    @Test("what cannot be meant is refused, what is not there is not found", arguments: [
        ("/v1/incidents?state=closed", 400), ("/v1/incidents?limit=0", 400), ("/v1/incidents?before=x", 400), ("/v1/incidents/nowhere", 404),
    ])
    func refused(_ path: String, _ status: Int) async throws {
        let answer = try #require(try await fixture(1).get(path).first)
        #expect(answer.status == status)
        #expect(try answer.object()["detail"] != nil)
    }

    @Test("a cursor of another list is refused")
    func foreign() async throws {
        let cursor = Cursor.candles(.oneHour, before: .hour(3)).text
        #expect(try await fixture(1).get("/v1/incidents?before=\(cursor)").first?.status == 400)
    }
}
