extension LineFormat {
    /// An Android health application, as in the loghub collection: numbers without zeros in front.
    static let healthApp = LineFormat(
        "healthapp", ["{time:yyyyMMdd-H:m:s:l}|{unit}|{number}|{text}"],
        examples: [
            LineExample(
                "20171223-22:15:29:606|Step_LSC|30002312|onStandStepChanged 3579", "2017-12-23T22:15:29.606Z",
                unit: "Step_LSC", "onStandStepChanged 3579"),
            LineExample(
                "20171224-0:7:2:61|Step_SPUtils|30002312|setTodayTotalDetailSteps=1514038440000##6993",
                "2017-12-24T00:07:02.061Z", unit: "Step_SPUtils", "setTodayTotalDetailSteps=1514038440000##6993"),
        ])
}
