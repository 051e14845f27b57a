package import Domain

/// The causes that this version can name. A new one is an entry beside its kind and its name in this list.
package enum Catalogue {
    package static let entries: [CauseEntry] = [
        .sourceBlocked, .sourceRateLimited, .sourceChallenge, .sourceLoginPage, .sourceDown, .sourceMalformed,
        .sourceStale, .sourceDisagrees, .networkDown,
        .dnsFailure, .tlsFailure, .tlsExpired, .tlsNameMismatch, .clockSkew,
        .scheduleMissing, .scheduleStopped, .scheduleCommandBroken, .collectorHung, .collectorCrashed,
        .databaseUnreachable, .databaseAuth,
        .databaseNotMigrated, .databaseReadOnly, .databaseLocked, .databaseMismatch, .databaseCorrupt,
        .databaseSchemaDamaged, .databaseReplaced, .databaseConnectionsExhausted, .diskFull,
        .descriptorsExhausted, .portInUse, .serviceDown, .serviceCrashLoop,
        .apiUnreachable, .dashboardMisdirected, .configurationInvalid,
        .settingsDiffer, .unitMasked, .outOfMemory, .cronRefused, .releaseFailed,
        .aiAuth, .aiQuota, .aiModelRetired, .aiUnreachable, .aiUngrounded, .aiDegraded,
    ]

    private static let byCause = Dictionary(entries.map { ($0.cause, $0) }, uniquingKeysWith: { first, _ in first })

    /// `nil` for a cause that this version does not know.
    package static func entry(_ cause: Cause) -> CauseEntry? { byCause[cause] }
}
