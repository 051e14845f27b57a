extension UnsafeRawBufferPointer {
    /// The first byte beyond ASCII from `start` on; the end without one.
    package func endOfASCII(from start: Int) -> Int {
        let highs: UInt64 = 0x8080_8080_8080_8080
        var index = start
        // Whole documents are looked through: 32 bytes at a time take half as long as eight.
        while index + 32 <= count,
            (eight(at: index) | eight(at: index + 8) | eight(at: index + 16) | eight(at: index + 24)) & highs == 0
        {
            index += 32
        }
        while index + 8 <= count, eight(at: index) & highs == 0 { index += 8 }
        while index < count, self[index] < 0x80 { index += 1 }
        return index
    }

    private func eight(at index: Int) -> UInt64 { loadUnaligned(fromByteOffset: index, as: UInt64.self) }
}
