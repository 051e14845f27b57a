import FoundationEssentials
import NIOHTTP1
import Sandbox
import Testing

/// Faults over HTTP.
struct FaultControllerTests {
    @Test("a fault set over HTTP is in force, is listed, and can be taken away")
    func setListAndClear() async throws {
        try await withSandbox { sandbox in
            let fault = #"{"kind":"rate_limited","retry_after":30,"times":2}"#
            let set = try await ask(sandbox.origin + "/_faults/feeds/en.xml", method: .PUT, body: fault)
            #expect(set.status == 200)
            #expect(sandbox.faults.current == [.englishFeed: Faults.Setting(.rateLimited(retryAfter: 30), times: 2)])
            #expect(try await ask(sandbox.origin + "/feeds/en.xml").status == 429)
            #expect(
                try await ask(sandbox.origin + "/_faults").text
                    == #"{"feeds/en.xml":{"kind":"rate_limited","retry_after":30,"times":1}}"#)
            _ = try await ask(sandbox.origin + "/_faults/feeds/en.xml", method: .DELETE)
            #expect(try await ask(sandbox.origin + "/feeds/en.xml").status == 200)
        }
    }

    @Test("all faults can be taken away at once")
    func clearAll() async throws {
        try await withSandbox { sandbox in
            for endpoint in Endpoint.allCases { sandbox.faults.set(.blocked, on: endpoint) }
            let left = try await ask(sandbox.origin + "/_faults", method: .DELETE)
            #expect(left.text == "{}")
            #expect(sandbox.faults.current.isEmpty)
        }
    }

    @Test(
        "what is not a fault is refused and changes nothing",
        arguments: [
            "", "{}", #"{"kind":"nonsense"}"#, #"{"kind":"status"}"#, #"{"kind":"status","code":9}"#,
            #"{"kind":"hang","times":0}"#,
            #"{"kind":"delay","seconds":-1}"#, #"{"kind":"stale_data","hours":99999999999999}"#,
        ])
    func refused(_ body: String) async throws {
        try await withSandbox { sandbox in
            let response = try await ask(sandbox.origin + "/_faults/kraken", method: .PUT, body: body)
            #expect(response.status == 400)
            #expect(sandbox.faults.current.isEmpty)
        }
    }

    @Test("an endpoint that does not exist is refused with the names of those that do")
    func unknownEndpoint() async throws {
        try await withSandbox { sandbox in
            let response = try await ask(sandbox.origin + "/_faults/mtgox", method: .PUT, body: #"{"kind":"hang"}"#)
            #expect(response.status == 404)
            #expect(response.text.contains("coinbase") && response.text.contains("feeds/google-en.xml"))
        }
    }

    @Test(
        "every fault survives being written and read",
        arguments: [
            Fault.status(503), .delay(seconds: 1.5), .hang, .truncatedBody, .malformedBody, .challengePage(status: 200),
            .blocked,
            .rateLimited(retryAfter: 5), .rateLimited(retryAfter: nil), .staleData(hours: 3), .connectionReset,
        ])
    func roundTrip(_ fault: Fault) throws {
        #expect(try JSONDecoder().decode(Fault.self, from: JSONEncoder().encode(fault)) == fault)
    }
}
