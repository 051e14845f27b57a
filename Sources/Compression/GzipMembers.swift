/// The text of consecutive gzip members (RFC 1952, 2.2), with zeros between and after them as tapes have.
package final class GzipMembers<Failure: Error> {
    /// How the text ended; `nil` before its end.
    package private(set) var ending: GzipEnding?
    private let inflater: Inflater<Failure>

    /// - Parameter source: the compressed bytes; see ``Inflater``.
    package init(_ source: @escaping Inflater<Failure>.Source) { inflater = Inflater(.gzip, source) }

    /// Decompresses some bytes; 0 at the end.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        while ending == nil {
            let count = try inflater.read(into: buffer)
            if count > 0 { return count }
            guard inflater.state == .finished else {
                ending = .damaged
                break
            }
            try inflater.skipZeros()
            switch try inflater.peek(2) {
            case []: ending = .complete
            case GzipMagic.bytes: inflater.reset()
            case [GzipMagic.bytes[0]]: ending = .damaged
            default: ending = .trailed
            }
        }
        return 0
    }
}

package enum GzipEnding: Sendable {
    case complete
    /// A member ends early, or its checksum is wrong.
    case damaged
    /// Bytes that are no gzip member follow the last one.
    case trailed
}

/// The first bytes of a gzip member (RFC 1952, 2.3.1).
package enum GzipMagic {
    package static let bytes: [UInt8] = [0x1F, 0x8B]
}
