import Domain

/// The database answers, is ours, whole, and can be written.
enum DatabaseCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        let place = facts.settings.resolved?.database.description ?? "DATABASE_URL"
        switch facts.database {
        case .unknown:
            return [.notChecked(.database, because: .settings)]
        case .silent(let waited):
            let seconds = waited.components.seconds
            return [
                Finding(
                    .database, nil, .failed,
                    Phrase(
                        "\(place) had not answered after \(seconds) s",
                        fr: "\(place) n'avait pas répondu après \(seconds) s"),
                    cause: .databaseUnreachable,
                    evidence: [Evidence(time: facts.now, source: place, line: "no answer within \(seconds) s")],
                    remedy: remedy(.databaseUnreachable, facts))
            ]
        case .failed(let failure):
            return [failed(failure, facts)]
        case .answered(let contents):
            if !contents.damage.isEmpty {
                return [
                    Finding(
                        .database, nil, .failed, Phrase("\(place) is damaged", fr: "\(place) est endommagée"),
                        cause: .databaseCorrupt,
                        evidence: contents.damage.prefix(5).map { Evidence(source: "quick_check", line: $0) },
                        remedy: remedy(.databaseCorrupt, facts))
                ]
            }
            if let failure = contents.writing { return [failed(failure, facts)] }
            return [
                Finding(
                    .database, nil, .ok,
                    Phrase(
                        "answers, whole, can be written; schema \(contents.schema)",
                        fr: "répond, intacte, accessible en écriture ; schéma \(contents.schema)"))
            ]
        }
    }

    private static func failed(_ failure: ArchiveFailure, _ facts: HealthFacts) -> Finding {
        let cause = Cause(failure.kind)
        return Finding(
            .database, nil, .failed,
            failure.sentence, cause: cause,
            evidence: [Evidence(time: facts.now, source: "database", line: failure.evidence)],
            remedy: cause.flatMap { remedy($0, facts) } ?? "bitcoin-analyzer settings")
    }

    private static func remedy(_ cause: Cause, _ facts: HealthFacts) -> String? {
        let file = facts.settings.resolved?.databaseFile
        let folder = file.map { String($0[..<($0.lastIndex(of: "/") ?? $0.startIndex)]) }
        let user = facts.folders.first?.user ?? InstallPaths.user
        return switch cause {
        case .databaseUnreachable:
            file == nil
                ? "pg_isready -d DATABASE_URL; sudo systemctl start postgresql"
                : file.map { "ls -l '\($0)'; sudo dmesg | tail" }
        case .databaseAuth: "bitcoin-analyzer settings"
        case .databaseNotMigrated: "bitcoin-analyzer migrate"
        case .databaseReadOnly: folder.map { "sudo chown -R \(user): '\($0)' && sudo chmod -R u+rwX '\($0)'" }
        case .databaseLocked:
            file.map { "sudo fuser -v '\($0)'" } ?? "psql DATABASE_URL -c 'select * from pg_stat_activity'"
        case .databaseCorrupt: "bitcoin-analyzer restore BACKUP --force"
        case .diskFull: folder.map { "df -h '\($0)'" } ?? "df -h"
        default: "bitcoin-analyzer settings"
        }
    }
}

/// The last run of this machine wrote to the database that is read here.
enum MarkerCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard let contents = facts.database.contents, let settings = facts.settings.resolved else {
            return [.notChecked(.marker, because: .database)]
        }
        switch contents.marker {
        case .unknown(let reason):
            return [
                Finding(
                    .marker, nil, .warning, Phrase("cannot be told: \(reason)", fr: "inconnue : \(reason)"),
                    remedy: "ls -l '\(settings.stateDirectory)'")
            ]
        case .known(let verdict):
            guard let sentence = verdict.sentence(own: settings.database) else {
                return [
                    verdict == .same
                        ? Finding(
                            .marker, nil, .ok,
                            Phrase(
                                "the last run here wrote to this database",
                                fr: "la dernière collecte d'ici a écrit dans cette base"))
                        : Finding(
                            .marker, nil, .info,
                            Phrase(
                                "no run has been made from this machine yet",
                                fr: "aucune collecte n'est encore partie de cette machine"))
                ]
            }
            return [
                Finding(
                    .marker, nil, .failed, sentence, cause: .databaseMismatch,
                    evidence: [
                        Evidence(
                            source: "\(settings.stateDirectory)/last-run.json",
                            line: sentence.english
                                + (verdict.marker.map { "; fingerprint \($0.database.fingerprint)" } ?? "")),
                        Evidence(
                            source: "settings",
                            line:
                                "DATABASE_URL: \(settings.database.description) (\(settings.databaseOrigin)), fingerprint \(settings.database.fingerprint)"
                        ),
                    ], remedy: "bitcoin-analyzer settings; systemctl cat 'bitcoin-analyzer-*' | grep DATABASE_URL")
            ]
        }
    }
}
