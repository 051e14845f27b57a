import Domain
import HTTPTypes

/// A request to one endpoint.
struct WorldRequest: Sendable {
    /// The path below the endpoint's prefix, without a trailing slash: `/products/BTC-USD/candles`.
    let path: String
    let parameters: [String: String]
    let headers: HTTPFields
    /// The origin of links: `http://127.0.0.1:49152`.
    let origin: String
    /// The simulated time of the response.
    var now: Timestamp
    /// What is wrong with the rows of a venue.
    var fault: DataFault?
    /// What a language model does wrong.
    var modelFault: ModelFault?
    /// Of a POST.
    var body: [UInt8] = []

    func integer(_ parameter: String) -> Int64? { parameters[parameter].flatMap { Int64($0) } }

    /// A parameter in whole seconds since 1970.
    func seconds(_ parameter: String) -> Timestamp? {
        // Up to the year 9999, as milliseconds would overflow eventually.
        integer(parameter).flatMap { (0...253_402_300_799).contains($0) ? Timestamp(seconds: $0) : nil }
    }
}
