import Domain
import OperatingSystem

/// The database is reachable, of our schema, intact and writable.
enum DatabaseCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        let place = facts.settings.resolved?.database.description ?? "DATABASE_URL"
        switch facts.database {
        case .unknown:
            return [.notChecked(.database, because: .settings)]
        case .notResponding(let waited):
            let seconds = waited.components.seconds
            return [
                Finding(
                    .database, nil, .failed,
                    Phrase(
                        "\(place) did not respond within \(seconds) s",
                        fr: "\(place) n’a pas répondu en \(seconds) s"),
                    problem: .databaseNotResponding,
                    evidence: [Evidence(time: facts.now, source: place, line: "no response within \(seconds) s")],
                    remedy: remedy(.unreachable, facts))
            ]
        case .failed(let failure):
            return [failed(failure, facts)]
        case .read(let contents):
            if !contents.damage.isEmpty {
                return [
                    Finding(
                        .database, nil, .failed, Phrase("\(place) is damaged", fr: "\(place) est endommagée"),
                        problem: .databaseDamaged,
                        evidence: contents.damage.prefix(5).map { Evidence(source: "quick_check", line: $0) },
                        remedy: remedy(.corrupt, facts))
                ]
            }
            if let failure = contents.writing { return [failed(failure, facts)] }
            if let mode = facts.settings.resolved?.weakEncryption { return [unverified(mode, place)] }
            return [
                Finding(
                    .database, nil, .ok,
                    Phrase(
                        "reachable, intact, writable; schema \(contents.schema)",
                        fr: "joignable, intacte, accessible en écriture\u{A0}; schéma \(contents.schema)"))
            ]
        }
    }

    private static func unverified(_ mode: String, _ place: String) -> Finding {
        Finding(
            .database, nil, .warning,
            Phrase(
                "reachable, intact, writable; but with sslmode=\(mode) anyone between this machine and \(place) can read or "
                    + "change what is sent",
                fr:
                    "joignable, intacte, accessible en écriture\u{A0}; mais avec sslmode=\(mode), quiconque se trouve entre "
                    + "cette machine et \(place) peut lire ou modifier les échanges"),
            remedy: "DATABASE_URL=postgresql://…?sslmode=verify-full")
    }

    private static func failed(_ failure: ArchiveFailure, _ facts: HealthFacts) -> Finding {
        Finding(
            .database, nil, .failed,
            failure.sentence, problem: .database(failure.kind),
            evidence: [Evidence(time: facts.now, source: "database", line: failure.evidence)],
            remedy: remedy(failure.kind, facts))
    }

    private static func remedy(_ kind: ArchiveFailure.Kind, _ facts: HealthFacts) -> String? {
        let file = facts.settings.resolved?.databaseFile
        let folder = file.map { folderAndName(of: $0).folder }
        let user = facts.folders.first?.user ?? InstallPaths.user
        return switch kind {
        case .unreachable:
            file == nil
                ? "pg_isready -d DATABASE_URL; sudo systemctl start postgresql"
                : file.map { "ls -l '\($0)'; sudo dmesg | tail" }
        case .authentication: "bitcoin-analyzer settings"
        case .notMigrated: "bitcoin-analyzer migrate"
        case .readOnly: folder.map { "sudo chown -R \(user): '\($0)' && sudo chmod -R u+rwX '\($0)'" }
        case .locked:
            file.map { "sudo fuser -v '\($0)'" } ?? "psql DATABASE_URL -c 'select * from pg_stat_activity'"
        case .corrupt: "bitcoin-analyzer restore BACKUP --force"
        case .outOfDescriptors: "systemctl show -p MainPID,LimitNOFILE 'bitcoin-analyzer-*'"
        case .diskFull: folder.map { "df -h '\($0)'" } ?? "df -h"
        case .outOfMemory: "systemctl status 'bitcoin-analyzer-*'"
        default: "bitcoin-analyzer settings"
        }
    }
}

/// The last run of this host wrote to the database that is read here.
enum MarkerCheck {
    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard let contents = facts.database.contents, let settings = facts.settings.resolved else {
            return [.notChecked(.marker, because: .database)]
        }
        switch contents.marker {
        case .unknown(let reason):
            return [
                Finding(
                    .marker, nil, .warning, Phrase("unknown: ", fr: "inconnue\u{A0}: ") + reason,
                    remedy: "ls -l '\(settings.stateDirectory)'")
            ]
        case .known(let verdict):
            guard let sentence = verdict.sentence(own: settings.database) else {
                return [
                    verdict == .same
                        ? Finding(
                            .marker, nil, .ok,
                            Phrase(
                                "the last run of this host wrote to this database",
                                fr: "la dernière collecte de cette machine a écrit dans cette base"))
                        : Finding(
                            .marker, nil, .info,
                            Phrase(
                                "this host has not collected yet",
                                fr: "cette machine n’a encore rien collecté"))
                ]
            }
            return [
                Finding(
                    .marker, nil, .failed, sentence, problem: .databaseDiffers,
                    evidence: [
                        Evidence(
                            source: "\(settings.stateDirectory)/last-run.json",
                            line: sentence.english
                                + (verdict.marker.map { "; fingerprint \($0.database.fingerprint)" } ?? "")),
                        Evidence(
                            source: "settings",
                            line:
                                "DATABASE_URL: \(settings.database.description) (\(settings.databaseOrigin)), "
                                + "fingerprint \(settings.database.fingerprint)"
                        ),
                    ], remedy: "bitcoin-analyzer settings; systemctl cat 'bitcoin-analyzer-*' | grep DATABASE_URL")
            ]
        }
    }
}
