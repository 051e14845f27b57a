import FoundationEssentials

/// The one way this service writes JSON: sorted keys, so that equal data give equal bytes and equal `ETag`s.
enum Encoding {
    static var json: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
