package import Domain

/// What is wrong, as a kind with what a cause is decided by. A check names the problem; the catalogue of incidents
/// decides the cause.
package enum Problem: Hashable, Sendable {
    // Settings
    case settingInvalid
    /// Something fails since settings of this group were changed in the installed file.
    case settingChanged(SettingGroup)
    /// The settings of this shell are not those of the service.
    case settingsDiffer
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
    /// Another file is at the path of the database than the one that this process opened, or that the last run wrote.
    case databaseReplaced

    // Services and ports
    case serviceNotInstalled
    /// Ended and started again, over and over.
    case serviceRestarting
    case serviceStarting
    case serviceMasked
    /// systemd cannot run what the unit names (systemd.exec(5), Process Exit Codes), or cannot read the unit.
    case unitInvalid
    case serviceOutOfMemory
    /// A drop-in takes something away from a unit that fails since.
    case unitRestricted(UnitState)
    /// A unit ended with an error, of which its journal has more.
    case unitFailed(UnitState)
    /// The service's user may not enter a folder on the way to what a unit needs.
    case pathForbidden
    /// - `byOperator`: stopped on request, not by a failure.
    case serviceStopped(byOperator: Bool)
    /// Its process is stopped by a signal.
    case serviceSuspended
    case portTaken
    case portNotResponding
    /// Nothing is listening.
    case portClosed
    /// The socket unit listens on an address that differs from the settings.
    case socketDiffers
    /// A dashboard that cannot reach the API.
    case apiUnreachable
    /// The address of the API that a dashboard has leads to a dashboard.
    case dashboardMisdirected

    // Schedule and runs
    case scheduleMissing
    case scheduleStopped
    /// Everything is in place, and no run has started for too long.
    case scheduleOverdue
    /// What the schedule starts is not this program, or cannot be started.
    case scheduleCommand
    case scheduleMasked
    /// cron reads the table and refuses it, or the account of its line.
    case cronRefuses
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
    /// Every source failed, and this host has no route or gets no reply from any resolver.
    case networkUnreachable
    case clockWrong
    /// The language model has written nothing that can be shown, as its last attempts ended.
    case languageModel(ModelOutcome)
    /// Most texts of the language model are refused, or the range of the close holds too rarely.
    case analysisDegraded

    /// Whether it is known of sources alone, each by itself: a host name that is mistyped, a key that is rejected.
    /// What a run could not write concerns the host, whichever source it came from.
    package var concernsOneSource: Bool {
        if case .source(let source) = self { source.kind != .database && source.kind != .disk } else { false }
    }
}

/// What a source’s certificate is refused for, where the operator of the source has to act.
package enum CertificateProblem: Hashable, Sendable {
    case expired
    /// Issued for other names.
    case otherName

    /// From a recorded failure: runs keep its kind and its English text, which ``OutboundError`` makes.
    package init?(_ kind: ErrorKind, _ message: String) {
        guard kind == .tls else { return nil }
        if message.contains("its certificate expired on ") {
            self = .expired
        } else if message.contains("its certificate is for another name") {
            self = .otherName
        } else {
            return nil
        }
    }
}

/// How sources of one part fail in one way.
package struct SourceProblem: Hashable, Sendable {
    package let kind: ErrorKind
    /// Whether one of them failed in more than one run in a row, or in so many candles of one that it is no chance.
    package let isRepeated: Bool
    /// Sources that returned the same data instead, in the newest run; empty when none did.
    package let usedInstead: [SourceName]
    /// What is wrong with the certificate, where that is the reason.
    package let certificate: CertificateProblem?

    package init(
        kind: ErrorKind, isRepeated: Bool, usedInstead: [SourceName], certificate: CertificateProblem? = nil
    ) {
        self.kind = kind
        self.certificate = certificate
        self.isRepeated = isRepeated
        self.usedInstead = usedInstead
    }
}
