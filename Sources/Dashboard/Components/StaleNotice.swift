import API
import Domain

/// How a part stands when it could not be read: why, in a person's words, and from when its last known values are.
struct StaleNotice: Sendable {
    let reason: String
    /// Introduces `readAt`; `nil` when nothing is remembered.
    let lastKnown: String?
    let readAt: MomentLabel?

    /// `nil` when the part was just read.
    init?<Value>(_ part: Part<Value>, empty: String, unavailable: String, in formatter: LocalizedFormatter) {
        guard let failure = part.failure else { return nil }
        switch failure {
        case .empty: reason = empty
        case .unavailable: reason = unavailable
        }
        if case .remembered(_, let readAt, _) = part {
            lastKnown = formatter.phrases.lastKnown
            self.readAt = formatter.label(readAt)
        } else {
            lastKnown = nil
            readAt = nil
        }
    }
}

/// The words, numbers and moments of one page: a language and what time it is.
struct LocalizedFormatter: Sendable {
    let language: Language
    let now: Timestamp
    let phrases: Phrases
    let numbers: Numbers
    let moments: Moments

    init(_ language: Language, at now: Timestamp) {
        self.language = language
        self.now = now
        phrases = .in(language)
        numbers = Numbers(language: language)
        moments = Moments(phrases: phrases)
    }

    func label(_ moment: Timestamp) -> MomentLabel { MomentLabel(moment, at: now, moments: moments) }
}
