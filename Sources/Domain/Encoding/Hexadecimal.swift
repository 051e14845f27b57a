extension Sequence<UInt8> {
    /// Two lower-case hexadecimal digits for each byte.
    package var hexadecimal: String { Array(self).withUnsafeBytes { $0.hexadecimal } }
}

extension UnsafeRawBufferPointer {
    /// As ``Swift/Sequence/hexadecimal``, without a copy of the bytes.
    package var hexadecimal: String {
        String(unsafeUninitializedCapacity: 2 * count) { digits in
            for index in indices {
                digits[2 * index] = digit(self[index] >> 4)
                digits[2 * index + 1] = digit(self[index] & 15)
            }
            return 2 * count
        }
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// As many lower-case hexadecimal digits as its width has: 16 for `UInt64`.
    package var hexadecimal: String { withUnsafeBytes(of: bigEndian) { $0.hexadecimal } }
}

private func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10 }
