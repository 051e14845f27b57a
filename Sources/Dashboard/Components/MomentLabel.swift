import Domain

/// A moment for `<time>`: how long ago it was, and exactly when.
struct MomentLabel: Sendable {
    let iso: String
    let ago: String
    let full: String

    init(_ moment: Timestamp, at now: Timestamp, moments: Moments) {
        iso = moment.rfc3339
        ago = moments.age(of: moment, at: now)
        full = moments.full(moment)
    }
}
