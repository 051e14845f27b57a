import Foundation

/// How often the tests of `kill -9` kill.
enum Kills {
    /// `KILLS`, as `scripts/kills` sets it; `nil` for the few of `./test`.
    static let wanted = ProcessInfo.processInfo.environment["KILLS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
}
