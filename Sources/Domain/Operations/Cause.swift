/// Why something does not work: the contract's list, shared by `doctor`, `why`, incidents, alerts and metrics.
package struct Cause: OpenEnum {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let sourceBlocked = Cause(rawValue: "source-blocked")
    package static let sourceRateLimited = Cause(rawValue: "source-rate-limited")
    package static let sourceChallenge = Cause(rawValue: "source-challenge")
    package static let sourceDown = Cause(rawValue: "source-down")
    package static let sourceMalformed = Cause(rawValue: "source-malformed")
    package static let sourceStale = Cause(rawValue: "source-stale")
    package static let networkDown = Cause(rawValue: "network-down")
    package static let dnsFailure = Cause(rawValue: "dns-failure")
    package static let tlsFailure = Cause(rawValue: "tls-failure")
    package static let clockSkew = Cause(rawValue: "clock-skew")
    package static let scheduleMissing = Cause(rawValue: "schedule-missing")
    package static let scheduleStopped = Cause(rawValue: "schedule-stopped")
    package static let scheduleCommandBroken = Cause(rawValue: "schedule-command-broken")
    package static let collectorHung = Cause(rawValue: "collector-hung")
    package static let collectorCrashed = Cause(rawValue: "collector-crashed")
    package static let databaseUnreachable = Cause(rawValue: "database-unreachable")
    package static let databaseAuth = Cause(rawValue: "database-auth")
    package static let databaseNotMigrated = Cause(rawValue: "database-not-migrated")
    package static let databaseReadOnly = Cause(rawValue: "database-read-only")
    package static let databaseLocked = Cause(rawValue: "database-locked")
    /// Writer and reader use different databases.
    package static let databaseMismatch = Cause(rawValue: "database-mismatch")
    package static let databaseCorrupt = Cause(rawValue: "database-corrupt")
    package static let diskFull = Cause(rawValue: "disk-full")
    package static let portInUse = Cause(rawValue: "port-in-use")
    package static let serviceDown = Cause(rawValue: "service-down")
    package static let serviceCrashLoop = Cause(rawValue: "service-crash-loop")
    package static let apiUnreachable = Cause(rawValue: "api-unreachable")
    package static let aiAuth = Cause(rawValue: "ai-auth")
    package static let aiQuota = Cause(rawValue: "ai-quota")
    package static let aiModelRetired = Cause(rawValue: "ai-model-retired")
    package static let aiUnreachable = Cause(rawValue: "ai-unreachable")
    package static let aiUngrounded = Cause(rawValue: "ai-ungrounded")
    package static let configurationInvalid = Cause(rawValue: "configuration-invalid")

    package static let known: [Cause] = [
        .sourceBlocked, .sourceRateLimited, .sourceChallenge, .sourceDown, .sourceMalformed, .sourceStale,
        .networkDown, .dnsFailure, .tlsFailure, .clockSkew, .scheduleMissing, .scheduleStopped,
        .scheduleCommandBroken, .collectorHung, .collectorCrashed, .databaseUnreachable, .databaseAuth,
        .databaseNotMigrated, .databaseReadOnly, .databaseLocked, .databaseMismatch, .databaseCorrupt, .diskFull,
        .portInUse, .serviceDown, .serviceCrashLoop, .apiUnreachable, .aiAuth, .aiQuota, .aiModelRetired,
        .aiUnreachable, .aiUngrounded, .configurationInvalid,
    ]
}
