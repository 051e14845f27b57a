import Domain
import FoundationEssentials
import HTTPTypes
import Support
import Testing

@testable import API

@Suite("The OpenAPI document") struct DocumentTests {
    private func document(_ fixture: Fixture) async throws -> [String: JSON] {
        try await fixture.get("/openapi.json")[0].object()
    }

    @Test("has every route of the router, and no other")
    func routes() async throws {
        let fixture = try Fixture()
        let document = try await document(fixture)
        guard case .object(let paths)? = document["paths"] else {
            Issue.record("no paths")
            return
        }
        var described: Set<String> = []
        for (path, item) in paths {
            guard case .object(let methods) = item else { continue }
            described.formUnion(methods.keys.map { "\($0.uppercased()) \(path)" })
        }
        let routes = fixture.routes.filter { !$0.contains(" /docs") }
        // The fixture has no logs to read and no events to send.
        #expect(described == Set(routes + ["GET /v1/timeline", "GET /v1/events"]))
        let ids = APIRouter.operations.map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test("describes what each route sends, member by member")
    func responses() async throws {
        let fixture = try Fixture()
        try await fixture.addRecords()
        let document = try await document(fixture)
        let check = SchemaCheck(document: document)
        for path in [
            "/v1/price", "/v1/candles", "/v1/candles?interval=4h", "/v1/news",
            "/v1/news/mood?from=1970-01-01&to=1970-06-01",
            "/v1/analysis", "/v1/analyses", "/v1/indicators?limit=1", "/v1/indicators?names=macd&limit=60",
            "/v1/ai/calls", "/v1/ai/quality", "/v1/alerts", "/v1/push-subscriptions", "/v1/runs", "/v1/incidents",
            "/v1/incidents/register",
            "/v1/incidents/i1",
            "/latest-price", "/price-history", "/latest-news", "/price-analysis", "/readyz?verbose", "/openapi.json",
        ] {
            let response = try await fixture.get(path)[0]
            #expect(response.status == 200, "\(path): \(response.text.prefix(200))")
            let value = try JSONDecoder().decode(JSON.self, from: Data(response.text.utf8))
            let route = String(path.prefix { $0 != "?" }).replacing("/i1", with: "/{id}")
            let content = document["paths"]?[route]?["get"]?["responses"]?["200"]?["content"]
            #expect(check.differences(value, content?["application/json"]?["schema"]) == [], "\(path)")
        }
    }

    @Test("describes problems")
    func problems() async throws {
        let fixture = try Fixture(hours: [])
        let document = try await document(fixture)
        let check = SchemaCheck(document: document)
        for path in ["/v1/price", "/v1/candles?limit=0", "/v1/incidents/none", "/nothing"] {
            let response = try await fixture.get(path)[0]
            #expect(response.headers[.contentType] == "application/problem+json")
            let value = try JSONDecoder().decode(JSON.self, from: Data(response.text.utf8))
            #expect(check.differences(value, document["components"]?["schemas"]?["Problem"]) == [], "\(path)")
        }
    }

    @Test("gives each parameter an example that the route accepts")
    func examples() async throws {
        let fixture = try Fixture()
        for operation in APIRouter.operations where operation.method == .get {
            for parameter in operation.parameters {
                let path = operation.path.replacing("{id}", with: "none")
                let response = try await fixture.get("\(path)?\(parameter.name)=\(parameter.example)")[0]
                // The example of a cursor is of one list.
                guard parameter.name != "before" else { continue }
                #expect(response.status != 400, "\(path) \(parameter.name): \(response.text)")
            }
        }
    }

    @Test("refers to schemas that it has")
    func references() async throws {
        let document = try await document(try Fixture())
        var references: Set<String> = []
        func collect(_ value: JSON) {
            switch value {
            case .object(let members):
                if case .string(let reference)? = members["$ref"] { references.insert(reference) }
                members.values.forEach(collect)
            case .array(let elements): elements.forEach(collect)
            default: break
            }
        }
        document.values.forEach(collect)
        #expect(!references.isEmpty)
        for reference in references {
            let parts = reference.dropFirst(2).split(separator: "/").map(String.init)
            let found = parts.dropFirst().reduce(document[parts[0]]) { $0?[$1] }
            #expect(found != nil, "\(reference)")
        }
    }
}
