extension LineFormat {
    /// Proxifier, as in the loghub collection; its lines have no year.
    static let proxifier = LineFormat(
        "proxifier", ["[{time:MM.dd HH:mm:ss}] {unit} - {text}", "[{time:MM.dd HH:mm:ss}] {text}"],
        examples: [
            LineExample(
                "[10.30 16:49:06] chrome.exe - proxy.cse.cuhk.edu.hk:5070 open through proxy proxy.cse.cuhk.edu.hk:5070 HTTPS",
                "2026-10-30T16:49:06Z", unit: "chrome.exe",
                "proxy.cse.cuhk.edu.hk:5070 open through proxy proxy.cse.cuhk.edu.hk:5070 HTTPS"),
            LineExample(
                "[10.30 17:01:31] SogouCloud.exe *64 - get.sogou.com:80 close, 651 bytes sent", "2026-10-30T17:01:31Z",
                "SogouCloud.exe *64 - get.sogou.com:80 close, 651 bytes sent"),
        ])
}
