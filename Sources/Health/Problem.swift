package import Domain

/// What is wrong, as a kind with what a cause is decided by. A check names the problem; the catalogue of incidents
/// decides the cause.
package enum Problem: Hashable, Sendable {
    // Settings
    case settingInvalid
    /// A unit, or the last run of this host, uses another database than the one that is checked.
    case databaseDiffers

    // Disk
    case diskFull
    case folderMissing
    /// - `cronWritesThere`: a cron line redirects its output into that folder.
    case folderNotWritable(Set<FolderFacts.Use>, cronWritesThere: Bool)

    /// A process of the service can open no file and accept no connection.
    case descriptorsExhausted

    // Database
    case database(ArchiveFailure.Kind)
    case databaseNotResponding
    case databaseDamaged

    // Services and ports
    case serviceNotInstalled
    /// Ended and started again, over and over.
    case serviceRestarting
    case serviceStarting
    /// - `byOperator`: stopped on request, not by a failure.
    case serviceStopped(byOperator: Bool)
    case portTaken
    case portNotResponding
    /// Nothing is listening.
    case portClosed
    /// The socket unit listens on an address that differs from the settings.
    case socketDiffers
    /// A dashboard that cannot reach the API.
    case apiUnreachable

    // Schedule and runs
    case scheduleMissing
    case scheduleStopped
    /// Everything is in place, and no run has started for too long.
    case scheduleOverdue
    /// What the schedule starts is not this program, or cannot be started.
    case scheduleCommand
    /// A run takes longer than ``RunsCheck/hungAfter(_:)``.
    case runHung
    /// A run ended without recording its end.
    case runCrashed

    // Data
    /// Nothing has been collected yet.
    case neverCollected
    /// The newest price is too old.
    /// - `collected`: although the newest run collected prices without an error.
    case stale(collected: Bool)
    case source(SourceProblem)
    /// Every source failed in the same run, each for a reason that they may share: names, network, TLS.
    case everySource([ErrorKind])
    case clockWrong

    /// Whether it is known of sources alone, each by itself: a host name that is mistyped, a key that is rejected.
    /// What a run could not write concerns the host, whichever source it came from.
    package var concernsOneSource: Bool {
        if case .source(let source) = self { source.kind != .database && source.kind != .disk } else { false }
    }
}

/// How sources of one part fail in one way.
package struct SourceProblem: Hashable, Sendable {
    package let kind: ErrorKind
    /// Whether one of them failed in more than one run in a row.
    package let isRepeated: Bool
    /// Sources that returned the same data instead, in the newest run; empty when none did.
    package let usedInstead: [SourceName]

    package init(kind: ErrorKind, isRepeated: Bool, usedInstead: [SourceName]) {
        self.kind = kind
        self.isRepeated = isRepeated
        self.usedInstead = usedInstead
    }
}
