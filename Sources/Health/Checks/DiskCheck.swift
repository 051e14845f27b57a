import Domain

/// There is free space where the service writes, and it may write there.
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
                    .disk, folder.path, .failed, Phrase("does not exist", fr: "n’existe pas"),
                    problem: .folderMissing,
                    evidence: [Evidence(source: "stat", line: "\(folder.path): no such folder")],
                    remedy: "sudo bitcoin-analyzer install")
                : Finding(.disk, folder.path, .info, Phrase("does not exist yet", fr: "n’existe pas encore"))
        }
        if case .known(let space) = folder.space, let finding = full(folder, space) { return finding }
        if let path = folder.immutable.first {
            return Finding(
                .disk, folder.path, .failed,
                Phrase(
                    "\(path) has the attribute i or a (chattr), so that no user can change it",
                    fr: "\(path) porte l’attribut i ou a (chattr)\u{A0}: aucun utilisateur ne peut le modifier"),
                problem: .folderNotWritable(folder.uses, cronWritesThere: false),
                evidence: folder.immutable.map { Evidence(source: "statx \($0)", line: "immutable or append-only") },
                remedy: "sudo chattr -i -a "
                    + folder.immutable.map { "'" + $0.replacing("'", with: #"'\''"#) + "'" }.joined(separator: " "))
        }
        if folder.isReadOnlySystem { return readOnly(folder, facts) }
        if let barrier = folder.barrier, !folder.notWritable.isEmpty { return forbidden(folder, by: barrier) }
        if let path = folder.notWritable.first {
            return Finding(
                .disk, folder.path, .failed,
                Phrase("\(folder.user) cannot write \(path)", fr: "\(folder.user) ne peut pas écrire \(path)"),
                problem: .folderNotWritable(
                    folder.uses, cronWritesThere: facts.cron.lines.contains { $0.names(folder.path) }),
                evidence: folder.notWritable.map {
                    Evidence(source: "access(2) as \(folder.user)", line: "\($0): not writable")
                },
                // Of a folder that is not the service's own, such as /srv or /root, only a person knows who may write.
                remedy: facts.isService && facts.serviceFolders.contains { folder.path == $0 }
                    ? "sudo chown -R \(folder.user): \(folder.path.shellQuoted) && sudo chmod -R u+rwX \(folder.path.shellQuoted)"
                    : "ls -ld \(folder.path.shellQuoted)" + (path == folder.path ? "" : " \(path.shellQuoted)"))
        }
        switch folder.space {
        case .unknown(let reason): return .notChecked(.disk, folder.path, reason)
        case .known(let space) where space.freeBytes < tightBelow:
            return Finding(
                .disk, folder.path, .warning,
                Phrase(
                    "only \(megabytes(space.freeBytes)) MB free", fr: "plus que \(megabytes(space.freeBytes)) Mo libres"
                ),
                evidence: [evidence(folder, space)], remedy: "df -h \(folder.path.shellQuoted)")
        case .known(let space):
            return Finding(
                .disk, folder.path, .ok,
                Phrase(
                    "writable, \(megabytes(space.freeBytes)) MB free",
                    fr: "accessible en écriture, \(megabytes(space.freeBytes)) Mo libres"))
        }
    }

    /// The kernel mounts a file system read-only after errors of its disk: no owner and no mode would help.
    private static func readOnly(_ folder: FolderFacts, _ facts: HealthFacts) -> Finding {
        let path = folder.path.shellQuoted
        return Finding(
            .disk, folder.path, .failed,
            Phrase(
                "its file system is mounted read-only; the system does so after errors of a disk",
                fr: "son système de fichiers est monté en lecture seule\u{A0}; le système le fait après des erreurs du "
                    + "disque"),
            problem: .folderNotWritable(
                folder.uses, cronWritesThere: facts.cron.lines.contains { $0.names(folder.path) }),
            evidence: [Evidence(source: "statvfs \(folder.path)", line: "ST_RDONLY")],
            remedy: "findmnt --target \(path); sudo dmesg | tail -n 20")
    }

    private static func forbidden(_ folder: FolderFacts, by barrier: String) -> Finding {
        Finding(
            .disk, folder.path, .failed,
            Phrase(
                "\(barrier) keeps the user \(folder.user) from \(folder.path)",
                fr: "\(barrier) interdit à l’utilisateur \(folder.user) l’accès à \(folder.path)"),
            problem: .pathForbidden,
            evidence: [Evidence(source: "access(2) as \(folder.user)", line: "\(barrier): no search permission")],
            remedy: "sudo chmod a+x \(barrier.shellQuoted)")
    }

    private static func full(_ folder: FolderFacts, _ space: FolderFacts.Space) -> Finding? {
        let noNodes = space.totalNodes > 0 && space.freeNodes < fewNodes
        // A small file system of its own may be that small by design; it is full when a twentieth of it is free.
        let least = min(fullBelow, max(1 << 20, space.totalBytes / 20))
        guard noNodes || space.freeBytes < least else { return nil }
        return Finding(
            .disk, folder.path, .failed,
            noNodes
                ? Phrase(
                    "no space for new files: \(space.freeNodes) inodes free",
                    fr: "plus de place pour de nouveaux fichiers\u{A0}: \(space.freeNodes) inodes libres")
                : Phrase(
                    "the disk is full: \(megabytes(space.freeBytes)) MB free",
                    fr: "le disque est plein\u{A0}: \(megabytes(space.freeBytes)) Mo libres"),
            problem: .diskFull, evidence: [evidence(folder, space)],
            remedy: noNodes ? "df -i \(folder.path.shellQuoted)" : freeing(folder))
    }

    /// Shows what uses the space, and deletes what can be had again, where that is on the same file system.
    private static func freeing(_ folder: FolderFacts) -> String {
        let path = folder.path.shellQuoted
        let largest = "sudo du -xh --max-depth=2 \"$(findmnt -n -o TARGET --target \(path))\" | sort -h | tail -n 20"
        let deleting =
            (folder.sharesWithJournal ? ["sudo journalctl --vacuum-size=200M"] : [])
            + (folder.sharesWithPackages ? ["sudo apt-get clean"] : [])
        return (["df -h \(path)", largest] + deleting).joined(separator: "; ")
    }

    private static func evidence(_ folder: FolderFacts, _ space: FolderFacts.Space) -> Evidence {
        Evidence(
            source: "statvfs \(folder.path)",
            line:
                "\(space.freeBytes) of \(space.totalBytes) bytes free, \(space.freeNodes) of \(space.totalNodes) "
                + "inodes free"
        )
    }

    private static func megabytes(_ bytes: UInt64) -> UInt64 { bytes >> 20 }
}
