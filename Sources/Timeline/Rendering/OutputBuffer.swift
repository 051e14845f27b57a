package import Domain
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Buffers rendered bytes and writes them in large chunks.
package struct OutputBuffer {
    /// The reason that writing failed.
    package enum Failure: Error {
        /// The reader closed the pipe, as head(1) does: not an error to report.
        case closed
        case other(Phrase)
    }

    private(set) var bytes: [UInt8] = []
    private let descriptor: Int32
    private static let chunkSize = 256 << 10

    /// - Parameter descriptor: not closed by this type.
    package init(_ descriptor: Int32) {
        self.descriptor = descriptor
        bytes.reserveCapacity(Self.chunkSize + (64 << 10))
    }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }
    mutating func append(_ text: Line) { bytes.append(contentsOf: text) }
    mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: Line(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Called between entries: writes when the buffer holds a full chunk.
    mutating func flushIfFull() throws(Failure) {
        if bytes.count >= Self.chunkSize { try flush() }
    }

    package mutating func flush() throws(Failure) {
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes { all in
                #if canImport(Glibc)
                    Glibc.write(descriptor, all.baseAddress.map { $0 + done }, all.count - done)
                #else
                    Musl.write(descriptor, all.baseAddress.map { $0 + done }, all.count - done)
                #endif
            }
            if written >= 0 {
                done += written
            } else if errno == EPIPE {
                throw .closed
            } else if errno != EINTR {
                throw .other(SystemError.phrase(errno))
            }
        }
        bytes.removeAll(keepingCapacity: true)
    }
}
