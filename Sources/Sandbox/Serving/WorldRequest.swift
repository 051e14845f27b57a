import Domain
import HTTPTypes

/// A request to one endpoint of the world.
struct WorldRequest: Sendable {
    /// Below the endpoint's prefix, without a slash at its end: `/products/BTC-USD/candles`.
    let path: String
    let parameters: [String: String]
    let headers: HTTPFields
    /// Where the sandbox listens, `http://127.0.0.1:49152`: what links begin with.
    let origin: String
    /// The moment that the answer is of.
    var now: Timestamp

    func integer(_ parameter: String) -> Int64? { parameters[parameter].flatMap { Int64($0) } }

    /// A parameter that tells a moment in whole seconds since 1970.
    func seconds(_ parameter: String) -> Timestamp? {
        // Beyond the year 9999 no venue answers, and milliseconds would overflow in the end.
        integer(parameter).flatMap { (0...253_402_300_799).contains($0) ? Timestamp(seconds: $0) : nil }
    }
}
