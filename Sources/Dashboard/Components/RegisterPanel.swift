import API
import Domain

/// The register's numbers above the list.
struct RegisterPanel: Sendable {
    struct Figure: Sendable {
        let value: String
        let name: String
    }

    struct Return: Sendable {
        let title: String
        let place: String
        let hasPlace: Bool
        let times: String
    }

    let figures: [Figure]
    let returning: [Return]
    let hasReturning: Bool

    /// Lines of what comes back.
    private static let most = 5

    init(_ register: IncidentRegister?, in formatter: LocalizedFormatter) {
        let words = formatter.phrases.incidents
        func figure(_ seconds: Double?, _ name: String) -> Figure? {
            seconds.map {
                Figure(
                    value: Duration(clampedSeconds: $0).phrase[formatter.language].replacing(
                        " ", with: "\u{A0}"), name: name)
            }
        }
        guard let register, register.count > 0 else {
            (figures, returning, hasReturning) = ([], [], false)
            return
        }
        figures = [
            Figure(value: "\(register.count)", name: Phrases.fill(words.count, ["open": "\(register.open)"])),
            figure(register.meanSecondsToDetect, words.detected),
            figure(register.meanSecondsToExplain, words.explained),
            figure(register.meanSecondsToRecover, words.recovered),
        ].compactMap(\.self)
        returning = register.returning.prefix(Self.most).map { back in
            Return(
                title: back.cause.title[formatter.language], place: back.place.phrase[formatter.language],
                hasPlace: !back.place.phrase.isEmpty,
                times: Phrases.fill(words.times, ["n": "\(back.times)"]))
        }
        hasReturning = !returning.isEmpty
    }
}
