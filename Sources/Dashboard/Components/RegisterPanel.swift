import API
import Domain

/// The statistics of the incident register, above the list.
struct RegisterPanel: Sendable {
    struct Statistic: Sendable {
        let value: String
        let name: String
    }

    struct Recurrence: Sendable {
        let title: String
        let place: String
        let hasPlace: Bool
        let times: String
    }

    let statistics: [Statistic]
    let recurring: [Recurrence]
    let hasRecurring: Bool

    /// Recurring incidents shown.
    private static let maxRecurring = 5

    init(_ register: IncidentRegister?, in formatter: LocalizedFormatter) {
        let strings = formatter.strings.incidents
        func mean(_ seconds: Double?, _ name: String) -> Statistic? {
            seconds.map {
                Statistic(value: formatter.duration(Duration(clampedSeconds: $0)), name: name)
            }
        }
        guard let register, register.count > 0 else {
            (statistics, recurring, hasRecurring) = ([], [], false)
            return
        }
        statistics = [
            Statistic(value: "\(register.count)", name: strings.countLabel(register.count, open: register.open)),
            mean(register.meanSecondsToDetect, strings.timeToDetect),
            mean(register.meanSecondsToExplain, strings.timeToDiagnose),
            mean(register.meanSecondsToRecover, strings.timeToRecover),
        ].compactMap(\.self)
        recurring = register.returning.prefix(Self.maxRecurring).map { entry in
            Recurrence(
                title: entry.cause.title[formatter.language], place: entry.place.phrase[formatter.language],
                hasPlace: !entry.place.phrase.isEmpty,
                times: DashboardStrings.fill(strings.times, ["n": "\(entry.times)"]))
        }
        hasRecurring = !recurring.isEmpty
    }
}
