extension LineFormat {
    /// The Thunderbird supercomputer, as in the loghub collection: syslog behind an alert's name, Unix seconds, a date
    /// and a node.
    static let thunderbird = LineFormat(
        "thunderbird",
        [
            "{*} {unix} {*} {*} {*} {number} {*} {*} {tag}",
            "{*} {unix} {*} {*} {*} {number} {*} {*} {text}",
        ],
        examples: [
            LineExample(
                "- 1131566461 2005.11.09 dn228 Nov 9 12:01:01 dn228/dn228 crond(pam_unix)[2915]: session closed for user root",
                "2005-11-09T20:01:01Z", unit: "crond(pam_unix)",
                "crond(pam_unix)[2915]: session closed for user root"),
            LineExample(
                "VAPI 1131566480 2005.11.09 tbird-admin1 Nov 9 12:01:20 local@tbird-admin1 kernel: ERROR: ib_mad",
                "2005-11-09T20:01:20Z", "error", unit: "kernel", "kernel: ERROR: ib_mad"),
        ])
}
