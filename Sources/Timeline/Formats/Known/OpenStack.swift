extension LineFormat {
    /// OpenStack's lines behind the name of the file that they were collected from, as in the loghub collection.
    static let openStack = LineFormat(
        "openstack", ["{unit}.log{*} {iso} {number} {level} {*} {text}"],
        examples: [
            LineExample(
                "nova-api.log.1.2017-05-16_13:53:08 2017-05-16 00:00:00.008 25746 INFO nova.osapi_compute.wsgi.server [req-38101a0b] 10.11.10.1 \"GET /v2\"",
                "2017-05-16T00:00:00.008Z", "info", unit: "nova-api", "[req-38101a0b] 10.11.10.1 \"GET /v2\""),
            LineExample(
                "nova-compute.log.1.2017-05-16_13:55:31 2017-05-16 00:00:04.500 2931 WARNING nova.compute.manager [-] Unknown",
                "2017-05-16T00:00:04.500Z", "warning", unit: "nova-compute", "[-] Unknown"),
        ])
}
