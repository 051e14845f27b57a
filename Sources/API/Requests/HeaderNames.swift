package import HTTPTypes

extension HTTPField.Name {
    /// RFC 8288.
    package static let link = known("Link")
    /// RFC 5789.
    static let acceptPatch = known("Accept-Patch")
    /// `true` on every response with simulated data.
    package static let simulated = known("Bitcoin-Analyzer-Simulated")

    /// WHATWG HTML, 9.2.4.
    static let lastEventID = known("Last-Event-ID")
    /// Of nginx.
    static let accelBuffering = known("X-Accel-Buffering")

    private static func known(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("'\(text)' is not a header name") }
        return name
    }
}
