package import Domain

extension Cause {
    /// What a database that cannot be used means; `nil` for a fault in this program.
    package init?(_ kind: ArchiveFailure.Kind) {
        switch kind {
        case .unreachable: self = .databaseUnreachable
        case .authentication: self = .databaseAuth
        case .notMigrated: self = .databaseNotMigrated
        case .readOnly: self = .databaseReadOnly
        case .locked: self = .databaseLocked
        case .corrupt: self = .databaseCorrupt
        case .diskFull: self = .diskFull
        // The address leads to no database, or to one that this program must not touch: the setting is wrong.
        case .notFound, .newer, .originMismatch: self = .configurationInvalid
        default: return nil
        }
    }

    /// What a source that gave nothing means.
    package init(_ kind: ErrorKind) {
        switch kind {
        case .dns: self = .dnsFailure
        case .tls: self = .tlsFailure
        case .connect, .timeout, .httpStatus: self = .sourceDown
        case .blocked: self = .sourceBlocked
        case .rateLimited: self = .sourceRateLimited
        case .challenge: self = .sourceChallenge
        case .tooLarge, .malformed, .unexpectedShape: self = .sourceMalformed
        case .stale, .empty: self = .sourceStale
        case .auth: self = .configurationInvalid
        case .database: self = .databaseUnreachable
        case .disk: self = .diskFull
        default: self = .sourceDown
        }
    }

    /// What it means that every one of several sources gave nothing at the same time: what they share, where they share it.
    package init?(everySourceFailedWith kinds: [ErrorKind]) {
        guard let first = kinds.first else { return nil }
        if kinds.allSatisfy({ $0 == first }), first != .connect, first != .timeout {
            self = Cause(first)
        } else if kinds.count > 1, kinds.allSatisfy({ [.dns, .connect, .timeout, .tls].contains($0) }) {
            self = kinds.contains(.dns) && !kinds.contains(.connect) ? .dnsFailure : .networkDown
        } else {
            self = Cause(first)
        }
    }
}
