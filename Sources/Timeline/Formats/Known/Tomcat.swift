extension LineFormat {
    /// Tomcat's `catalina.out` (org.apache.juli.OneLineFormatter).
    static let tomcat = LineFormat(
        "tomcat",
        ["{time:dd-MMM-yyyy HH:mm:ss.S} {level} [{*}] {text}", "{time:dd-MMM-yyyy HH:mm:ss.S} {level} {text}"],
        levels: LevelWords.java,
        examples: [
            LineExample(
                "23-Nov-2026 19:00:00.123 SEVERE [main] org.apache.catalina.core.StandardService.initInternal Failed",
                "2026-11-23T19:00:00.123Z", "error",
                "org.apache.catalina.core.StandardService.initInternal Failed"),
            LineExample(
                "23-Nov-2026 19:00:00.123 FINE [main] org.apache.A.b x", "2026-11-23T19:00:00.123Z", "debug",
                "org.apache.A.b x"),
        ])
}
