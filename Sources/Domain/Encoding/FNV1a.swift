extension Sequence<UInt8> {
    /// A number that equal bytes have, and others hardly ever: FNV-1a in 64 bits (RFC 9923). For names, not for what
    /// somebody could want to forge.
    package var fnv1a: UInt64 {
        reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
