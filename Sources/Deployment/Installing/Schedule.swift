import Domain

/// When collection passes start, in the words of systemd and of cron: on the grid that `serve` keeps too, a little after the hour, because
/// exchanges need some seconds to publish the candle that has just closed.
package struct Schedule: Hashable, Sendable {
    /// Whole seconds, at least one.
    package let seconds: Int

    package init(every: Duration) { seconds = max(1, Int(every.components.seconds)) }

    /// As `COLLECT_EVERY` has it: the largest unit that fits.
    package var text: String {
        for (unit, length) in [("d", 86_400), ("h", 3600), ("m", 60)] where seconds % length == 0 {
            return "\(seconds / length)\(unit)"
        }
        return "\(seconds)s"
    }

    /// Lines of a timer's section (systemd.timer(5)). What no calendar can say counts from the last start; what was missed while the
    /// machine was off is made up for, in both ways.
    package var timerLines: String {
        guard let calendar else { return "OnActiveSec=\(offset)s\nOnUnitActiveSec=\(seconds)s" }
        return
            "OnCalendar=\(calendar)\n# A pass that was missed while the machine was off is made up for at boot.\nPersistent=true"
    }

    /// At most a minute, and small beside the period.
    package var jitter: String { "\(min(60, seconds / 10))s" }

    /// The five fields of crontab(5), in the machine's time zone; `nil` for what cron cannot say.
    package var cron: String? {
        switch seconds {
        case 60: "* * * * *"
        case 3600: "1 * * * *"
        case 86_400: "1 0 * * *"
        case let short where short < 3600 && short % 60 == 0 && 3600 % short == 0: "1-59/\(short / 60) * * * *"
        case let long where long > 3600 && long % 3600 == 0 && 86_400 % long == 0: "1 */\(long / 3600) * * *"
        default: nil
        }
    }

    private var offset: Int { min(15, seconds / 4) }

    private var calendar: String? {
        let at = offset < 10 ? "0\(offset)" : "\(offset)"
        switch seconds {
        case 1: return "*-*-* *:*:* UTC"
        case 60: return "*-*-* *:*:\(at) UTC"
        case 3600: return "*-*-* *:00:\(at) UTC"
        case 86_400: return "*-*-* 00:00:\(at) UTC"
        case let some where 60 % some == 0: return "*-*-* *:*:\(at)/\(some) UTC"
        case let some where some % 60 == 0 && 3600 % some == 0: return "*-*-* *:00/\(some / 60):\(at) UTC"
        case let some where some % 3600 == 0 && 86_400 % some == 0: return "*-*-* 00/\(some / 3600):00:\(at) UTC"
        default: return nil
        }
    }
}

/// Who starts collection passes.
package enum Scheduler: String, CaseIterable, Sendable { case timer, cron }
