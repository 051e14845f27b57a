extension LineFormat {
    /// glog and klog: C++, Go, Kubernetes (https://google.github.io/glog/stable/logging/#log-line-prefix).
    static let glog = LineFormat(
        "glog",
        [
            "{letter}{time:MMdd HH:mm:ss.S} {number} {unit}] {text}",
            "{letter}{time:yyyyMMdd HH:mm:ss.S} {number} {unit}] {text}",
        ],
        examples: [
            LineExample(
                "E1123 19:00:00.123456   12 server.cc:34] it broke", "2026-11-23T19:00:00.123456Z", "error",
                unit: "server.cc:34", "it broke"),
            LineExample(
                "I1103 11:57:31.739339       1 main.go:24] begun", "2026-11-03T11:57:31.739339Z", "info",
                unit: "main.go:24", "begun"),
            LineExample(
                "W20261123 19:00:00.123456 4567 a.cc:1] slow", "2026-11-23T19:00:00.123456Z", "warning", unit: "a.cc:1",
                "slow"),
            LineExample(
                "F0229 10:00:00.000001 1 a.cc:1] check failed", "2024-02-29T10:00:00.000001Z", "critical",
                unit: "a.cc:1", "check failed"),
        ])
}
