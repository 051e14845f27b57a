import Domain

/// The schedule of collection passes as systemd and cron express it, aligned to the clock.
///
/// Three minutes after the hour every response proves that the hour before is complete, so that a pass does not have to
/// wait for that. Periods below an hour begin some seconds after the full minute.
package struct Schedule: Hashable, Sendable {
    /// Whole seconds, at least one.
    package let seconds: Int

    package init(every: Duration) { seconds = max(1, Int(every.components.seconds)) }

    /// The interval as in `COLLECT_EVERY`, in the largest unit that divides it.
    package var text: String {
        for (unit, length) in [("d", 86_400), ("h", 3600), ("m", 60)] where seconds % length == 0 {
            return "\(seconds / length)\(unit)"
        }
        return "\(seconds)s"
    }

    /// Lines of the `[Timer]` section (systemd.timer(5)). An interval that no calendar expression covers counts from
    /// the last start. Either way, a pass missed while the machine was off runs at boot.
    package var timerLines: String {
        guard let calendar else { return "OnActiveSec=\(offset)s\nOnUnitActiveSec=\(seconds)s" }
        return
            "OnCalendar=\(calendar)\n# A pass missed while the machine was off runs at boot.\nPersistent=true"
    }

    /// `RandomizedDelaySec=`: a tenth of the interval, at most a minute.
    package var jitter: String { "\(min(60, seconds / 10))s" }

    /// The five time fields of crontab(5), in the machine's time zone; `nil` for an interval that cron does not
    /// support.
    package var cron: String? {
        switch seconds {
        case 60: "* * * * *"
        case 3600: "3 * * * *"
        case 86_400: "3 0 * * *"
        case let short where short < 3600 && short % 60 == 0 && 3600 % short == 0: "1-59/\(short / 60) * * * *"
        case let long where long > 3600 && long % 3600 == 0 && 86_400 % long == 0: "3 */\(long / 3600) * * *"
        default: nil
        }
    }

    private var offset: Int { min(15, seconds / 4) }

    private var calendar: String? {
        let at = offset < 10 ? "0\(offset)" : "\(offset)"
        switch seconds {
        case 1: return "*-*-* *:*:* UTC"
        case 60: return "*-*-* *:*:\(at) UTC"
        case 3600: return "*-*-* *:03:00 UTC"
        case 86_400: return "*-*-* 00:03:00 UTC"
        case let period where 60 % period == 0: return "*-*-* *:*:\(at)/\(period) UTC"
        case let period where period % 60 == 0 && 3600 % period == 0:
            return "*-*-* *:00/\(period / 60):\(at) UTC"
        case let period where period % 3600 == 0 && 86_400 % period == 0:
            return "*-*-* 00/\(period / 3600):03:00 UTC"
        default: return nil
        }
    }
}

/// What starts collection passes.
package enum Scheduler: String, CaseIterable, Sendable { case timer, cron }
