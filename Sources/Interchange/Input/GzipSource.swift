import Compression
import Domain

/// The text of a gzip file. One that is cut, damaged or followed by something else is a failure, never a shorter text.
final class GzipSource: ByteSource {
    private let name: String
    private let members: GzipMembers<ImportFailure>

    init(_ source: any ByteSource, name: String) {
        self.name = name
        members = GzipMembers { buffer throws(ImportFailure) in try source.read(into: buffer) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int {
        let count = try members.read(into: buffer)
        if count > 0 { return count }
        switch members.ending {
        case .damaged:
            throw .damaged(
                name,
                Phrase(
                    "the gzip data ends early or is damaged", fr: "les données gzip sont incomplètes ou endommagées"))
        case .trailed:
            throw .damaged(
                name,
                Phrase(
                    "bytes that are not gzip follow the gzip data",
                    fr: "des octets qui ne sont pas du gzip suivent les données gzip"))
        case .complete, nil: return 0
        }
    }
}
