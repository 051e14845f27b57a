import Domain
import Exchanges
import Outbound
import Sandbox
import Support
import Testing

/// Every fault of a connection or a response as a whole, at every source, over the real client: of the right kind, with
/// what to do about it, and with the time that the source asked for.
struct WireFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let fault: Fault
        let kinds: [ErrorKind]
        var pause: Duration?
        var documented: Duration?

        var testDescription: String { "\(fault)" }

        static let all = [
            Case(fault: .blocked, kinds: [.blocked]),
            Case(fault: .status(451), kinds: [.blocked]),
            Case(fault: .status(401), kinds: [.auth]),
            Case(fault: .status(404), kinds: [.unexpectedShape]),
            Case(fault: .status(500), kinds: [.httpStatus]),
            Case(fault: .challengePage(status: 403), kinds: [.challenge]),
            Case(fault: .challengePage(status: 200), kinds: [.challenge]),
            Case(fault: .loginPage, kinds: [.loginPage]),
            Case(fault: .maintenancePage, kinds: [.maintenance]),
            Case(fault: .rateLimited(retryAfter: 600), kinds: [.rateLimited], pause: .seconds(600)),
            Case(fault: .banned(seconds: 3600), kinds: [.rateLimited], pause: .hours(1)),
            Case(fault: .hang, kinds: [.timeout]),
            Case(fault: .connectionReset, kinds: [.connect]),
            Case(fault: .truncatedBody, kinds: [.malformed, .connect]),
            Case(fault: .malformedBody, kinds: [.malformed, .unexpectedShape]),
        ]
    }

    @Test("at every venue", arguments: Venue.allCases, Case.all)
    func venues(venue: Venue, wrong: Case) async throws {
        try await check(wrong, at: .venue(venue)) { sandbox, fetcher throws(SourceFailure) in
            _ = try await venue.source(baseURL: sandbox.baseURL(of: venue), fetcher: fetcher, apiKey: "any")
                .page(of: .oneHour, in: TimeRange(.hour(-10), until: .hour(6)))
        }
    }

    @Test("at every witness", arguments: Witness.allCases, Case.all)
    func witnesses(witness: Witness, wrong: Case) async throws {
        try await check(wrong, at: .witness(witness)) { sandbox, fetcher throws(SourceFailure) in
            _ = try await witness.source(baseURL: sandbox.baseURL(of: witness), fetcher: fetcher)
                .closes(of: .oneHour, in: TimeRange(.hour(0), until: .hour(5)))
        }
    }

    @Test(
        "a refusal that names no time has the pause of the venue's budget, and no time of its own",
        arguments: Venue.allCases)
    func defaultPause(venue: Venue) async throws {
        let pause = venue.source(fetcher: DirectFetcher(), apiKey: "any").facts.budget.pause
        try await venues(
            venue: venue, wrong: Case(fault: .rateLimited(retryAfter: nil), kinds: [.rateLimited], documented: pause))
    }

    private func check(
        _ wrong: Case, at endpoint: Endpoint,
        _ ask: (RunningSandbox, any HTTPFetcher) async throws(SourceFailure) -> Void
    ) async throws {
        try await withSandbox(.still(at: midHour)) { sandbox in
            sandbox.faults.set(wrong.fault, on: endpoint)
            let client = PoliteClient(userAgent: "test", policy: RetryPolicy(attempts: 1), now: { midHour })
            // A hang is waited for shortly; anything else for as long as this machine needs.
            let limit: Duration = wrong.fault == .hang ? .milliseconds(300) : .seconds(60)
            do throws(SourceFailure) {
                try await ask(sandbox, LimitedFetcher(client: client, limit: limit))
                Issue.record("no failure")
            } catch {
                #expect(wrong.kinds.contains(error.kind), "\(error)")
                #expect(error.source.rawValue == endpoint.rawValue)
                #expect(error.notBefore(failedAt: midHour) == wrong.pause.map { midHour + $0 })
                #expect(wrong.documented == nil || error.documentedPause == wrong.documented)
                #expect(!error.message.english.isEmpty && !error.message.french.isEmpty)
                #expect(!error.hint.english.isEmpty && !error.hint.french.isEmpty)
            }
            await client.shutdown()
        }
    }
}

private struct LimitedFetcher: HTTPFetcher {
    let client: PoliteClient
    let limit: Duration

    func fetch(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        var request = request
        request.timeout = limit
        return try await client.fetch(request)
    }
}
