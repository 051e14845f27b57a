import Domain

/// The strings, number and date formats of one page: its language and the current time.
struct LocalizedFormatter: Sendable {
    let language: Language
    let now: Timestamp
    let strings: DashboardStrings
    let numbers: LocalizedNumbers
    let dates: LocalizedDates
    /// Whether the page says once that the API does not respond, so that its panels need not.
    var hidesOutages = false

    init(_ language: Language, at now: Timestamp) {
        self.language = language
        self.now = now
        strings = .in(language)
        numbers = LocalizedNumbers(language: language)
        dates = LocalizedDates(strings: strings)
    }

    /// Between a name and its value.
    var colon: String {
        switch language {
        case .english: ": "
        case .french: "\u{A0}: "
        }
    }

    func label(_ time: Timestamp) -> TimeLabel { TimeLabel(time, at: now, dates: dates) }

    /// A duration in at most two units, without line breaks: `2 h 5 min`.
    func duration(_ duration: Duration) -> String {
        duration.phrase[language].replacing(" ", with: "\u{A0}")
    }
}
