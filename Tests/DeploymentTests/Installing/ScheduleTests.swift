import Domain
import Testing

@testable import Deployment

@Suite("Schedules in the syntax of systemd and cron")
struct DeployedScheduleTests {
    @Test(
        "a period that divides the minute, the hour or the day is a calendar, a little after the hour",
        arguments: [
            (10, "*-*-* *:*:02/10 UTC"), (60, "*-*-* *:*:15 UTC"), (900, "*-*-* *:00/15:15 UTC"),
            (3600, "*-*-* *:03:00 UTC"),
            (21_600, "*-*-* 00/6:03:00 UTC"), (86_400, "*-*-* 00:03:00 UTC"),
        ])
    func calendar(seconds: Int, expected: String) {
        let lines = Schedule(every: .seconds(seconds)).timerLines
        #expect(lines.contains("OnCalendar=\(expected)\n") && lines.hasSuffix("Persistent=true"))
    }

    @Test("any other period counts from the last start", arguments: [90, 420, 18_000, 172_800])
    func monotonic(seconds: Int) {
        #expect(Schedule(every: .seconds(seconds)).timerLines.hasSuffix("OnUnitActiveSec=\(seconds)s"))
    }

    @Test(
        "cron has what cron can say, after the minute in which the candle closes",
        arguments: [
            (60, "* * * * *"), (120, "1-59/2 * * * *"), (900, "1-59/15 * * * *"), (3600, "3 * * * *"),
            (21_600, "3 */6 * * *"), (86_400, "3 0 * * *"),
        ])
    func cron(seconds: Int, expected: String) { #expect(Schedule(every: .seconds(seconds)).cron == expected) }

    @Test(
        "a schedule that cron cannot express is rejected, with an alternative",
        arguments: [10, 90, 420, 18_000, 172_800])
    func refused(seconds: Int) throws {
        #expect(Schedule(every: .seconds(seconds)).cron == nil)
        let failure = #expect(throws: DeploymentFailure.self) {
            _ = try Request(every: .seconds(seconds), scheduler: .cron).installation()
        }
        #expect(failure?.kind == .configuration && failure?.hint.english.contains("--scheduler timer") == true)
    }

    @Test(
        "the delay is small beside the period, and the period is written as the setting has it",
        arguments: [
            (5, "0s", "5s"), (60, "6s", "1m"), (3600, "60s", "1h"), (90, "9s", "90s"), (172_800, "60s", "2d"),
        ])
    func jitter(seconds: Int, jitter: String, text: String) {
        let schedule = Schedule(every: .seconds(seconds))
        #expect(schedule.jitter == jitter && schedule.text == text)
    }
}
