// The module of the C library's `log` differs by platform.
#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The logarithmic return from one price to another: 0.01 is about +1 %. Returns of consecutive periods add up.
func logReturn(from before: Double, to after: Double) -> Double { log(after / before) }

/// e to the power of a number.
func exponential(_ power: Double) -> Double { exp(power) }
