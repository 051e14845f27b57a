#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A reproducible random number generator: equal seed, stream and index give equal numbers on every host.
///
/// Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
struct SplitMix64: RandomNumberGenerator {
    /// Separate streams, so that different uses of one seed are independent.
    enum Stream: UInt64 { case hours = 1, minutes, news }

    private var state: UInt64

    init(seed: UInt64, stream: Stream, index: Int) {
        state = seed
        state = next() ^ stream.rawValue
        state = next() ^ UInt64(bitPattern: Int64(index))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Uniform in (0, 1).
    mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) / 9_007_199_254_740_992 }

    /// Normal, with mean 0 and standard deviation 1 (Box and Muller, 1958).
    mutating func normal() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }

    /// Exponential, with mean 1.
    mutating func exponential() -> Double { -log(uniform()) }
}
