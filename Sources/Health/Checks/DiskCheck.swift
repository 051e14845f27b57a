import Domain

/// There is room where the service writes, and it may write there.
enum DiskCheck {
    /// Below this a database cannot grow for long, nor can SQLite's journal be written.
    static let fullBelow: UInt64 = 50 << 20
    static let tightBelow: UInt64 = 500 << 20
    static let fewNodes: UInt64 = 100

    static func findings(_ facts: HealthFacts) -> [Finding] {
        guard facts.settings.resolved != nil else { return [.notChecked(.disk, because: .settings)] }
        return facts.folders.map { judge($0, facts) }
    }

    private static func judge(_ folder: FolderFacts, _ facts: HealthFacts) -> Finding {
        guard folder.exists else {
            return facts.isService && folder.uses != [.logs]
                ? Finding(
                    .disk, folder.path, .failed, Phrase("is not there", fr: "n'existe pas"),
                    cause: .configurationInvalid,
                    evidence: [Evidence(source: "stat", line: "\(folder.path): no such folder")],
                    remedy: "sudo bitcoin-analyzer install")
                : Finding(.disk, folder.path, .info, Phrase("is not there yet", fr: "n'existe pas encore"))
        }
        if case .known(let space) = folder.space, let finding = full(folder, space) { return finding }
        if let path = folder.notWritable.first {
            let cause = cause(of: folder, facts)
            return Finding(
                .disk, folder.path, .failed,
                Phrase("\(folder.user) may not write \(path)", fr: "\(folder.user) n'a pas le droit d'écrire \(path)"),
                cause: cause,
                evidence: folder.notWritable.map {
                    Evidence(source: "access(2) as \(folder.user)", line: "\($0): not writable")
                },
                remedy: "sudo chown -R \(folder.user): '\(folder.path)' && sudo chmod -R u+rwX '\(folder.path)'")
        }
        switch folder.space {
        case .unknown(let reason): return .notChecked(.disk, folder.path, reason)
        case .known(let space) where space.freeBytes < tightBelow:
            return Finding(
                .disk, folder.path, .warning,
                Phrase("\(megabytes(space.freeBytes)) MB left", fr: "plus que \(megabytes(space.freeBytes)) Mo libres"),
                evidence: [evidence(folder, space)], remedy: "df -h '\(folder.path)'")
        case .known(let space):
            return Finding(
                .disk, folder.path, .ok,
                Phrase(
                    "writable, \(megabytes(space.freeBytes)) MB free",
                    fr: "accessible en écriture, \(megabytes(space.freeBytes)) Mo libres"))
        }
    }

    private static func full(_ folder: FolderFacts, _ space: FolderFacts.Space) -> Finding? {
        let noNodes = space.totalNodes > 0 && space.freeNodes < fewNodes
        // A small file system of its own may be made that small; it is full when next to nothing of it is left.
        let least = min(fullBelow, max(1 << 20, space.totalBytes / 20))
        guard noNodes || space.freeBytes < least else { return nil }
        return Finding(
            .disk, folder.path, .failed,
            noNodes
                ? Phrase(
                    "no room for new files: \(space.freeNodes) inodes left",
                    fr: "plus de place pour de nouveaux fichiers : \(space.freeNodes) inodes libres")
                : Phrase(
                    "the disk is full: \(megabytes(space.freeBytes)) MB left",
                    fr: "le disque est plein : \(megabytes(space.freeBytes)) Mo libres"),
            cause: .diskFull, evidence: [evidence(folder, space)],
            remedy: noNodes
                ? "df -i '\(folder.path)'"
                : "df -h '\(folder.path)'; sudo journalctl --vacuum-size=200M; sudo apt-get clean")
    }

    /// What it comes to when the folder cannot be written: of the database, that it can only be read; of cron's log, that the shell gives up
    /// before it starts the command; of anything else, that the folders were set up wrongly.
    private static func cause(of folder: FolderFacts, _ facts: HealthFacts) -> Cause {
        if folder.uses.contains(.database) { return .databaseReadOnly }
        return folder.uses == [.logs] && !facts.cron.lines.isEmpty ? .scheduleCommandBroken : .configurationInvalid
    }

    private static func evidence(_ folder: FolderFacts, _ space: FolderFacts.Space) -> Evidence {
        Evidence(
            source: "statvfs \(folder.path)",
            line:
                "\(space.freeBytes) of \(space.totalBytes) bytes free, \(space.freeNodes) of \(space.totalNodes) inodes free"
        )
    }

    private static func megabytes(_ bytes: UInt64) -> UInt64 { bytes >> 20 }
}
