#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Drops the NULs of a file's holes, which `copytruncate` of logrotate and crashes leave, as they are read.
///
/// A hole at the beginning of a line leaves nothing; within a line it ends that line, so that the next one has its own
/// time. A single NUL is text.
struct HoleFilter {
    /// Whether the last byte ended a line, or there was none.
    private var isAtLineStart = true
    /// Whether the last byte was part of a hole.
    private var isInHole = false
    /// Bytes dropped so far.
    private(set) var dropped = 0

    /// - Returns: how many bytes are left, at the beginning of `bytes`.
    mutating func filter(_ bytes: UnsafeMutableRawBufferPointer) -> Int {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return 0 }
        guard memchr(base, 0, bytes.count) != nil else {
            isAtLineStart = bytes[bytes.count - 1] == UInt8(ascii: "\n")
            isInHole = false
            return bytes.count
        }
        var (kept, index) = (0, 0)
        while index < bytes.count {
            guard bytes[index] == 0 else {
                let end =
                    memchr(base + index, 0, bytes.count - index).map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
                    ?? bytes.count
                memmove(base + kept, base + index, end - index)
                kept += end - index
                index = end
                isAtLineStart = bytes[kept - 1] == UInt8(ascii: "\n")
                isInHole = false
                continue
            }
            let start = index
            while index < bytes.count, bytes[index] == 0 { index += 1 }
            if !isInHole, !isAtLineStart, index == start + 1, index < bytes.count {
                bytes[kept] = 0
                kept += 1
                continue
            }
            dropped += index - start
            if !isInHole, !isAtLineStart {
                bytes[kept] = UInt8(ascii: "\n")
                kept += 1
            }
            (isInHole, isAtLineStart) = (true, true)
        }
        return kept
    }
}
