import Domain
import HTTPTypes
import Hummingbird

extension Request {
    /// - Throws: ``Problem``: 415 for a body in a content coding (RFC 9110, section 15.5.16), which no route decodes.
    func requireUnencodedBody() throws(Problem) {
        let codings = headers[values: .contentEncoding].flatMap { $0.split(separator: ",") }
            .map { $0.filter { !$0.isWhitespace }.lowercased() }
        guard let coding = codings.first(where: { !$0.isEmpty && $0 != "identity" }) else { return }
        throw Problem(
            .unsupportedMediaType, code: "unsupported-media-type", title: "Unsupported content encoding",
            detail: "the body must not be encoded (got Content-Encoding: \(coding.printableLine(limit: 40))); send it "
                + "without that header",
            headers: [.acceptEncoding: "identity"])
    }
}

extension Problem {
    /// A body that is not the JSON that a route takes.
    static func invalidBody(_ detail: String) -> Problem {
        Problem(.badRequest, code: "invalid-body", title: "Invalid request body", detail: detail)
    }

    /// A member that the body has twice.
    static func repeatedMember(_ name: String) -> Problem {
        invalidBody("the body has '\(name.printableLine(limit: 40))' more than once; send each field once")
    }
}
