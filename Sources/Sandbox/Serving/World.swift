import Domain
import HTTPTypes

/// Everything that the sandbox serves, as a function from a question to its answer.
struct World: Sendable {
    let market: SimulatedMarket
    let missingHours: [Venue: Set<Timestamp>]
    let replay: Replay?

    /// - Parameter target: path and query below the endpoint's prefix, as they came in.
    func answer(_ question: WorldRequest, of endpoint: Endpoint, target: String) -> WorldResponse {
        switch endpoint {
        case .venue(let venue): answer(question, of: venue)
        case .englishFeed: Newsroom(market: market).answer(question, feed: .english)
        case .frenchFeed: Newsroom(market: market).answer(question, feed: .french)
        case .googleFeed: Newsroom(market: market).answer(question, feed: .google)
        case .articles: Newsroom(market: market).page(question)
        case .replay:
            replay?.answer(target) ?? .text("there is nothing to replay: no folder was given", status: .notFound)
        }
    }

    private func answer(_ question: WorldRequest, of venue: Venue) -> WorldResponse {
        let shown = VenueMarket(
            market: market, venue: venue, missing: missingHours[venue, default: []], now: question.now)
        return venue.format(shown).answer(question)
    }
}
