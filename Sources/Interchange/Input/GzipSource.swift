import Domain

/// The text of consecutive gzip members (RFC 1952, 2.2). One that is cut or damaged is a failure, never a shorter text.
final class GzipSource: ByteSource {
    static let magic: [UInt8] = [0x1F, 0x8B]

    private let name: String
    private let inflater: Inflater

    init(_ source: any ByteSource, name: String) {
        self.name = name
        inflater = Inflater(source, .gzip)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int {
        while true {
            let count = try inflater.read(into: buffer)
            if count > 0 { return count }
            guard inflater.state == .finished else {
                throw .damaged(
                    name,
                    Phrase(
                        "the gzip data ends early or is damaged",
                        fr: "les données gzip sont incomplètes ou endommagées"))
            }
            // What follows the last member is padding (gzip(1) ignores it too).
            guard try inflater.peek(2) == Self.magic else { return 0 }
            inflater.reset()
        }
    }
}
