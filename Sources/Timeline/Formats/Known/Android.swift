extension LineFormat {
    /// Android's logcat, `threadtime` and `time` (https://developer.android.com/tools/logcat#outputFormat).
    static let android = LineFormat(
        "logcat",
        [
            "{time:MM-dd HH:mm:ss.S} {number} {number} {letter} {unit}: {text}",
            "{time:MM-dd HH:mm:ss.S} {number} {number} {letter} {unit} : {text}",
            "{time:MM-dd HH:mm:ss.S} {number} {number} {letter} {text}",
            "{time:MM-dd HH:mm:ss.S} {letter}/{unit}( {number}): {text}",
            "{time:MM-dd HH:mm:ss.S} {letter}/{unit}({number}): {text}",
        ],
        examples: [
            LineExample(
                "03-17 16:13:38.811  1702  2395 D WindowManager: printFreezingDisplayLogsopening app wtoken = AppWindowToken",
                "2026-03-17T16:13:38.811Z", "debug", unit: "WindowManager",
                "printFreezingDisplayLogsopening app wtoken = AppWindowToken"),
            LineExample(
                "03-17 16:13:38.819  1702  8671 E ActivityManager: Sending non-protected broadcast",
                "2026-03-17T16:13:38.819Z", "error", unit: "ActivityManager", "Sending non-protected broadcast"),
            LineExample(
                "03-17 16:13:40.345  2227  2227 I dex2oat : took 1s", "2026-03-17T16:13:40.345Z", "info",
                unit: "dex2oat", "took 1s"),
            LineExample(
                "03-17 16:13:38.811 W/AudioFlinger( 1702): write blocked", "2026-03-17T16:13:38.811Z", "warning",
                unit: "AudioFlinger", "write blocked"),
        ])
}
