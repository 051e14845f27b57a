import Compression

/// Decompresses a log file. A member that is cut or damaged, or followed by other bytes, ends the text after what could
/// be read.
final class GzipInput: ByteInput {
    private let members: GzipMembers<LogReadError>

    init(_ source: any ByteInput) {
        members = GzipMembers { buffer throws(LogReadError) in try source.read(into: buffer) }
    }

    var isTruncated: Bool { members.ending == .damaged || members.ending == .trailed }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        try members.read(into: buffer)
    }
}
