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
            if let replaced = contents.replacement { return [self.replaced(replaced, place, facts)] }
            if let mode = facts.settings.resolved?.weakEncryption { return [unverified(mode, place)] }
            return [Finding(.database, nil, .ok, healthy(contents))]
        }
    }

    private static func healthy(_ contents: DatabaseFacts.Contents) -> Phrase {
        guard !contents.partlyRead.isEmpty else {
            return Phrase(
                "reachable, intact, writable; schema \(contents.schema)",
                fr: "joignable, intacte, accessible en écriture\u{A0}; schéma \(contents.schema)")
        }
        let tables = Phrase(list: contents.partlyRead.map { Phrase(verbatim: $0) })
        return Phrase(
            "reachable, writable, no damage found; schema \(contents.schema). Of a file of this size, only the newest rows "
                + "of ",
            fr:
                "joignable, accessible en écriture, aucun dommage trouvé\u{A0}; schéma \(contents.schema). D’un fichier de "
                + "cette taille, seules les lignes les plus récentes de ")
            + tables
            + Phrase(
                " were read (bitcoin-analyzer backup reads everything)",
                fr: " ont été lues (bitcoin-analyzer backup lit tout)")
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
            evidence: [Evidence(time: facts.now, source: "database", line: failure.evidence)]
                + failure.reasons.map { Evidence(time: $0.time ?? facts.now, source: $0.source, line: $0.line) },
            remedy: failure.command ?? remedy(failure.kind, facts))
    }

    private static func replaced(_ change: FileReplaced, _ place: String, _ facts: HealthFacts) -> Finding {
        Finding(
            .database, nil, .warning,
            Phrase(
                "\(place) was replaced by another file, which has been opened instead",
                fr: "\(place) a été remplacée par un autre fichier, qui a été ouvert à sa place"),
            problem: .databaseReplaced, since: change.noticed,
            evidence: [
                Evidence(
                    time: change.noticed, source: "stat \(facts.settings.resolved?.databaseFile ?? place)",
                    line: "\(change.now); until then \(change.before)")
            ], remedy: "bitcoin-analyzer collect; bitcoin-analyzer status")
    }

    private static func remedy(_ kind: ArchiveFailure.Kind, _ facts: HealthFacts) -> String? {
        let file = facts.settings.resolved?.databaseFile
        let folder = file.map { folderAndName(of: $0).folder }
        let user = facts.folders.first?.user ?? InstallPaths.user
        return switch kind {
        case .unreachable:
            file == nil
                ? "sudo systemctl status postgresql"
                : file.map { "ls -l \($0.shellQuoted); sudo dmesg | tail" }
        case .authentication: "bitcoin-analyzer settings"
        case .notMigrated: "bitcoin-analyzer migrate"
        case .readOnly:
            folder.map { "sudo chown -R \(user): \($0.shellQuoted) && sudo chmod -R u+rwX \($0.shellQuoted)" }
        case .locked:
            file.map { "sudo fuser -v \($0.shellQuoted)" }
                ?? "sudo -u postgres psql -c 'select * from pg_stat_activity'"
        case .corrupt, .schemaDamaged, .replaced: "bitcoin-analyzer restore BACKUP --force"
        case .outOfDescriptors: "systemctl show -p MainPID,LimitNOFILE 'bitcoin-analyzer-*'"
        case .diskFull: folder.map { "df -h \($0.shellQuoted)" } ?? "df -h"
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
            // The next run writes it anew.
            var finding = Finding.notChecked(.marker, nil, reason)
            finding.remedy = "ls -l \(settings.stateDirectory.shellQuoted); bitcoin-analyzer collect"
            return [finding]
        case .known(let verdict):
            guard let sentence = verdict.sentence(own: settings.database) else {
                return [
                    verdict == .same
                        ? Finding(
                            .marker, nil, .ok,
                            Phrase(
                                "the last run of this host wrote to this database",
                                fr: "la dernière collecte de cette machine a écrit dans cette base"))
                        : unmarked(contents.runs.first { $0.host == facts.host })
                ]
            }
            // The run is in no file of this name: the file is another one than that which it wrote to.
            let isReplaced = if case .lost = verdict { settings.databaseFile != nil } else { false }
            return [
                Finding(
                    .marker, nil, .failed, sentence, problem: isReplaced ? .databaseReplaced : .databaseDiffers,
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
                    ],
                    remedy: isReplaced
                        ? "bitcoin-analyzer collect; bitcoin-analyzer status"
                        : "bitcoin-analyzer settings; systemctl cat 'bitcoin-analyzer-*' | grep DATABASE_URL")
            ]
        }
    }

    /// - Parameter run: the newest run of this host that the database has.
    private static func unmarked(_ run: Run?) -> Finding {
        guard let run else {
            return Finding(
                .marker, nil, .info,
                Phrase("this host has not collected yet", fr: "cette machine n’a encore rien collecté"))
        }
        return Finding(
            .marker, nil, .info,
            Phrase(
                "this host collected into this database at \(run.started); last-run.json, which would confirm that no "
                    + "later run went elsewhere, is missing",
                fr: "cette machine a collecté dans cette base à \(run.started)\u{A0}; last-run.json, qui confirmerait "
                    + "qu’aucune collecte plus récente n’a écrit ailleurs, est absent"),
            evidence: [Evidence(time: run.started, source: "runs", line: "\(run.id) \(run.command)")])
    }
}
