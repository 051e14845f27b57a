#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where rendered bytes are collected, and written in large pieces.
package struct OutputBuffer {
    /// Why nothing more can be written.
    package enum Failure: Error {
        /// Whoever read has gone, as `head` does: no reason to complain.
        case closed
        case other(String)
    }

    private(set) var bytes: [UInt8] = []
    private let descriptor: Int32
    private static let piece = 256 << 10

    /// - Parameter descriptor: stays open when this is done.
    package init(_ descriptor: Int32) {
        self.descriptor = descriptor
        bytes.reserveCapacity(Self.piece + (64 << 10))
    }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }
    mutating func append(_ text: Line) { bytes.append(contentsOf: text) }
    mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: Line(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Called between entries: writes when there is enough to write.
    mutating func flushIfFull() throws(Failure) {
        if bytes.count >= Self.piece { try flush() }
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
                throw .other(String(cString: strerror(errno)))
            }
        }
        bytes.removeAll(keepingCapacity: true)
    }
}
