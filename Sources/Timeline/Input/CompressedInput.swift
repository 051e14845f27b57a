import Compression

/// Decompresses a gzip file. A member that is cut or damaged, or followed by other bytes, ends the text after what
/// could be read.
final class GzipInput: ByteInput {
    private let members: GzipMembers<LogReadError>
    private let source: any ByteInput
    var stream: Int32? { nil }
    var size: Int? { nil }

    init(_ source: any ByteInput) {
        self.source = source
        members = GzipMembers { buffer throws(LogReadError) in try source.read(into: buffer) }
    }

    var defect: LogSourceWarning? {
        source.defect ?? (members.ending == .damaged || members.ending == .trailed ? .truncated : nil)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        try members.read(into: buffer)
    }
}

/// Decompresses an xz, bzip2 or Zstandard file, with the same end.
final class DecompressedInput: ByteInput {
    private let streams: Decompressor<LogReadError>
    private let source: any ByteInput
    var stream: Int32? { nil }
    var size: Int? { nil }

    init(_ format: CompressedFormat, _ source: any ByteInput) {
        self.source = source
        streams = Decompressor(format) { buffer throws(LogReadError) in try source.read(into: buffer) }
    }

    var defect: LogSourceWarning? {
        source.defect ?? (streams.ending == .damaged || streams.ending == .trailed ? .truncated : nil)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        try streams.read(into: buffer)
    }
}
