// The C library's `log` goes by another name on each platform; this is the only file that has to know.
#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The logarithmic return from one price to another: 0.01 is about 1 % up, and as much down brings it back.
func logReturn(from before: Double, to after: Double) -> Double { log(after / before) }
