extension LineFormat {
    /// auditd (https://github.com/linux-audit/audit-documentation/wiki).
    static let audit = LineFormat(
        "audit", ["type={unit} msg=audit({unix}:{number}): {text}"],
        examples: [
            LineExample(
                "type=USER_LOGIN msg=audit(1795460400.123:24287): pid=12 uid=0 res=failed",
                "2026-11-23T19:00:00.123Z", unit: "USER_LOGIN", "pid=12 uid=0 res=failed")
        ])
}
