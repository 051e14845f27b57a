import FoundationEssentials
import NIOHTTP1
import Sandbox
import Support
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
            #"{"kind":"unreadable_rows","every":0}"#, #"{"kind":"spike","value":"size","factor":2}"#,
            #"{"kind":"spike","value":"high","factor":2,"time":"noon"}"#, #"{"kind":"banned"}"#,
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
            .loginPage, .maintenancePage, .banned(seconds: 60), .budget(perSecond: 3),
            .cached(seconds: 9, showsAge: true), .data(.emptyPage), .data(.partialPage(percent: 50)),
            .data(.unreadableRows(every: 3)), .data(.doubledRows), .data(.otherUnits), .data(.offGrid(seconds: 60)),
            .data(.swappedHighLow), .data(.revised(hours: 3)), .data(.spike(.volume, factor: 60_000, time: .hour(1))),
            .data(.spike(.high, factor: 2, time: nil)), .data(.drift(percent: -5)), .data(.volumes(factor: 1e8)),
            .data(.stuck(hours: 24)),
        ])
    func roundTrip(_ fault: Fault) throws {
        #expect(try JSONDecoder().decode(Fault.self, from: JSONEncoder().encode(fault)) == fault)
    }
}
