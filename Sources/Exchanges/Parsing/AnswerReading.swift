import Domain
import FoundationEssentials
import Outbound

extension OutboundResponse {
    /// The body as JSON of one shape.
    /// - Parameter shape: what was expected, in words, for the person who reads the failure.
    /// - Throws: `malformed` when it is not JSON at all, `unexpected_shape` when it is JSON of another shape.
    func read<Shape: Decodable>(_: Shape.Type, from source: SourceName, expecting shape: String) throws(SourceFailure)
        -> Shape
    {
        do {
            return try JSONDecoder().decode(Shape.self, from: Data(body))
        } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
            throw SourceFailure(.malformed, source: source, "the answer (\(body.count) bytes) is not JSON\(beginning)")
        } catch {
            let found = (error as? DecodingError)?.sentence ?? "something else"
            throw SourceFailure(.unexpectedShape, source: source, "expected \(shape): \(found)\(beginning)")
        }
    }

    private var beginning: String {
        let words = String(decoding: body.prefix(120), as: UTF8.self).onOneLine(atMost: 80)
        return words.isEmpty ? "" : "; it begins with \(words)"
    }
}

extension String {
    /// The first words without line breaks or control characters: what came from outside, fit for a log line.
    func onOneLine(atMost limit: Int) -> String {
        let printable = String.UnicodeScalarView(
            unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 })
        return String(String(printable).split(separator: " ").joined(separator: " ").prefix(limit))
    }
}
