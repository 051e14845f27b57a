extension LineFormat {
    /// log4j's short layout of Spark and Hadoop (`%d{yy/MM/dd HH:mm:ss} %p %c{1}: %m`).
    static let spark = LineFormat(
        "spark", ["{time:yy/MM/dd HH:mm:ss} {level} {unit}: {text}"],
        examples: [
            LineExample(
                "17/06/09 20:10:40 INFO executor.CoarseGrainedExecutorBackend: Registered signal handlers for [TERM, HUP, INT]",
                "2017-06-09T20:10:40Z", "info", unit: "executor.CoarseGrainedExecutorBackend",
                "Registered signal handlers for [TERM, HUP, INT]"),
            LineExample(
                "17/06/09 20:10:46 WARN spark.SparkConf: deprecated", "2017-06-09T20:10:46Z", "warning",
                unit: "spark.SparkConf", "deprecated"),
        ])
}
