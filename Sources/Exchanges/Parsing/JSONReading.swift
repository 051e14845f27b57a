import Domain
import FoundationEssentials
import Outbound

extension OutboundResponse {
    /// The body as JSON of one shape.
    /// - Parameter shape: what was expected, in JSON notation, for the failure's message.
    /// - Throws: `malformed` when it is not JSON at all, `unexpected_shape` when it is JSON of another shape.
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

extension StringProtocol {
    /// Text from outside on one printable line, without runs of spaces.
    func condensedLine(limit: Int) -> String {
        printableLine().split(separator: " ").joined(separator: " ").printableLine(limit: limit)
    }
}
