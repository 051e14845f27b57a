import Domain
import HTTPTypes

/// The simulated services, as a function from a request to its response.
struct World: Sendable {
    let market: SimulatedMarket
    let missingHours: [Venue: Set<Timestamp>]
    let replay: Replay?
    let pushes: PushService

    /// - Parameter target: the path and query below the endpoint's prefix, as received.
    func response(to request: WorldRequest, of endpoint: Endpoint, target: String) -> WorldResponse {
        switch endpoint {
        case .venue(let venue): response(to: request, of: venue)
        case .witness(let witness):
            witness.format(
                VenueMarket(market: market, quoting: witness.quoting, now: request.now, fault: request.fault)
            ).response(to: request)
        case .englishFeed: Newsroom(market: market).response(to: request, feed: .english)
        case .frenchFeed: Newsroom(market: market).response(to: request, feed: .french)
        case .googleFeed: Newsroom(market: market).response(to: request, feed: .google)
        case .articles: Newsroom(market: market).page(request)
        case .gemini: GeminiFormat().response(to: request, fault: request.modelFault)
        case .openai: OpenAIFormat().response(to: request, fault: request.modelFault)
        case .push: pushes.response(to: request)
        case .replay:
            replay?.response(to: target) ?? .text("there is nothing to replay: no folder was given", status: .notFound)
        }
    }

    private func response(to request: WorldRequest, of venue: Venue) -> WorldResponse {
        let shown = VenueMarket(
            market: market, quoting: venue.quoting, missing: missingHours[venue, default: []], now: request.now,
            fault: request.fault)
        return venue.format(shown).response(to: request)
    }
}
