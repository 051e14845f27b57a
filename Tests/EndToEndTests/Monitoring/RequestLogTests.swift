import Foundation
import Testing

/// One request, told by every program that it went through.
struct RequestLogTests {
    private struct Line: Decodable {
        let message: String
        let level, route, status, method, duration, trace_id: String?
    }

    private func lines(of program: ChildProgram) -> [Line] {
        program.transcript.written.errorText.split(separator: "\n").compactMap {
            try? JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
    }

    @Test("a visitor's trace is found in the log of the dashboard and in that of the API behind it")
    func trace() async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            try await world.with("api", and: ["LOG_LEVEL": "debug"]) { api in
                try await world.with("web", and: ["API_BASE_URL": api.address(of: "api")]) { web in
                    let trace = "0af7651916cd43dd8448eb211c80319c"
                    let page = try await ask(
                        web.address(of: "web") + "/?range=day&q=s3cret-query",
                        headers: ["traceparent": "00-\(trace)-b7ad6b7169203331-01"])
                    #expect(page.status == 200)
                    try await web.logged("\"route\":\"/\"")
                    let visit = try #require(lines(of: web).first { $0.route == "/" })
                    #expect(
                        visit.trace_id == trace && visit.level == "info" && visit.status == "200"
                            && visit.method == "GET")
                    let text = try #require(visit.duration)
                    let duration = try #require(Double(text))
                    #expect((0..<60).contains(duration))
                    try await eventually("the API's lines") {
                        Set(lines(of: api).filter { $0.trace_id == trace }.compactMap(\.route)).isSuperset(of: [
                            "/v1/price", "/v1/candles", "/v1/news", "/v1/analysis",
                        ])
                    }
                    let asked = lines(of: api).filter { $0.trace_id == trace }
                    #expect(asked.allSatisfy { $0.level == "debug" })
                    #expect(!web.transcript.written.errorText.contains("s3cret-query"))
                }
            }
        }
    }

    @Test("a response of the hot path is one line at debug, and none at info", arguments: ["debug", "info"])
    func hotPath(_ level: String) async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            try await world.with("api", and: ["LOG_LEVEL": level]) { api in
                let address = try await api.address(of: "api")
                for _ in 1...3 { #expect(try await ask(address + "/v1/candles?limit=2").status == 200) }
                #expect(try await ask(address + "/livez").status == 200)
                if level == "debug" { try await api.logged("/livez 200") }
                let told = lines(of: api).filter {
                    $0.route == "/v1/candles" && $0.message == "GET /v1/candles 200" && $0.trace_id?.count == 32
                }
                #expect(told.count == (level == "debug" ? 3 : 0))
            }
        }
    }
}
