import Domain
import FoundationEssentials
import Outbound

extension OutboundResponse {
    /// The body decoded as JSON of one form.
    /// - Parameter shape: the expected form in JSON notation, for the message.
    /// - Throws: `malformed` when it is not JSON, `unexpected_shape` when it is JSON of another form.
    func read<Shape: Decodable>(_: Shape.Type, from source: SourceName, expecting shape: String) throws(SourceFailure)
        -> Shape
    {
        do {
            return try JSONDecoder().decode(Shape.self, from: Data(body))
        } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
            throw SourceFailure(source, .notJSON(bytes: body.count, excerpt: excerpt))
        } catch {
            let found = (error as? DecodingError)?.sentence ?? "something else"
            throw SourceFailure(source, .unexpectedJSON(expected: shape, found: found, excerpt: excerpt))
        }
    }

    private var excerpt: String { String(decoding: body.prefix(120), as: UTF8.self).condensedLine(limit: 80) }
}
