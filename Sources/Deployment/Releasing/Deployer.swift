import Domain
package import FoundationEssentials
import OperatingSystem

/// Deploys a release on this host: verified, tried beside the installed one, switched to, watched, and undone.
package struct Deployer: Sendable {
    package struct Outcome: Sendable {
        package let record: ReleaseRecord
        /// The release that is live now.
        package let live: ReleaseDescription
        /// Why it is another one.
        package let fault: ReleaseFault?
    }

    let host: ReleaseHost
    let store: ReleaseStore
    let tree: FilesystemRoot
    /// Where the installed service listens.
    let api: String
    let web: String
    /// The user who deploys.
    let by: String

    package init(
        host: ReleaseHost, store: ReleaseStore, tree: FilesystemRoot, api: String, web: String, by: String
    ) {
        self.host = host
        self.store = store
        self.tree = tree
        self.api = api
        self.web = web
        self.by = by
    }

    // MARK: - Deploying

    /// - Parameters:
    ///   - file: a name for messages; `archive` are its bytes, whose signature was verified.
    ///   - again: whether a release that failed before is tried all the same.
    /// - Throws: ``DeploymentFailure`` where nothing was begun: an archive that is damaged or for another platform, a
    ///   full disk, a release that failed before.
    package func deploy(file: String, archive: Data, watching: Duration, again: Bool) async throws -> Outcome {
        let lock = try ReleaseLock(store)
        defer { withExtendedLifetime(lock) {} }
        try await recover()
        let live = try await adopted()
        let staged = store.folder + "/unpacked"
        defer { unlinkFile(staged) }
        host.report(Phrase("unpacking \(file)", fr: "décompression de \(file)"))
        let release = try ReleaseArchive(archive, name: file, writingProgramTo: staged).description
        // The same program, whatever else is said of it: the folder of a release that is refused would be the live
        // one's.
        guard release.sha256 != live.sha256 else {
            let record = try store.records().last { $0.outcome == .live }
            guard let record else { throw DeploymentFailure.bug("no live release") }
            return Outcome(record: record, live: live, fault: nil)
        }
        if !again, let failed = try store.records().last(where: { $0.release.sha256 == release.sha256 && $0.hasFailed })
        {
            throw DeploymentFailure(
                .badInput,
                Phrase(
                    "\(release.version) failed on this host on \(failed.time): ",
                    fr: "\(release.version) a échoué sur cette machine le \(failed.time)\u{A0}: ")
                    + (failed.reason ?? .empty),
                hint: Phrase(
                    "deploy a corrected release; --again tries this one again",
                    fr: "déployez une version corrigée\u{A0}; --again essaie de nouveau celle-ci"))
        }
        try store.keep(release, program: try bytes(of: staged))
        unlinkFile(staged)
        var journal = ReleaseJournal(
            phase: .preparing, record: ReleaseRecord(release, time: host.now(), by: by, outcome: .live), previous: live,
            migrates: false)
        try store.begin(journal)
        do throws(ReleaseFault) {
            try await requireVersion(release)
            journal.migrates = try await prepare(release, beside: live)
        } catch {
            store.remove(release)
            return try await finish(journal, .refused, error, live: live)
        }
        return try await change(journal, watching: watching)
    }

    /// Returns to an earlier release.
    /// - Parameter version: `nil` for the newest before the live one.
    /// - Throws: ``DeploymentFailure`` where there is none.
    package func rollback(to version: ReleaseVersion?, watching: Duration) async throws -> Outcome {
        let lock = try ReleaseLock(store)
        defer { withExtendedLifetime(lock) {} }
        try await recover()
        let live = try await adopted()
        let known = try store.earlier().filter { $0.sha256 != live.sha256 }
        guard let target = known.first(where: { version == nil || $0.version == version }) else {
            let list = known.map(\.version.description).joined(separator: ", ")
            throw DeploymentFailure(
                .configuration,
                version.map {
                    Phrase("\($0) is not kept on this host", fr: "\($0) n’est pas conservée sur cette machine")
                }
                    ?? Phrase("there is no earlier release", fr: "il n’y a pas de version antérieure"),
                hint: list.isEmpty
                    ? Phrase("bitcoin-analyzer releases lists them", fr: "bitcoin-analyzer releases en donne la liste")
                    : Phrase("kept are: \(list)", fr: "sont conservées\u{A0}: \(list)"))
        }
        let journal = ReleaseJournal(
            phase: .preparing, record: ReleaseRecord(target, time: host.now(), by: by, outcome: .live), previous: live,
            migrates: false)
        try store.begin(journal)
        do throws(ReleaseFault) {
            // Only that it starts: it was live before.
            host.report(Phrase("starting \(target.version) beside it", fr: "démarrage de \(target.version) à côté"))
            let trial = try ReleaseTrial("new", program: store.program(of: target), host: host)
            _ = try await trial.start()
            await trial.stop()
        } catch {
            return try await finish(journal, .refused, error, live: live)
        }
        return try await change(journal, watching: watching)
    }

    // MARK: - Before the switch

    /// The installed release, kept so that it can be returned to.
    /// - Throws: ``DeploymentFailure`` where none is installed.
    private func adopted() async throws -> ReleaseDescription {
        let snapshot = try InstallationSnapshot(of: tree)
        let program = try bytes(of: tree.root + snapshot.program)
        let digest = Manifest.digest(program)
        let records = try store.records()
        if let live = records.last(where: { $0.outcome == .live })?.release, live.sha256 == digest {
            if try store.snapshot(of: live) == nil { try store.keep(live, program: program) }
            try store.keep(snapshot, of: live)
            return live
        }
        let words = (await host.output([snapshot.program, "--version"]) ?? "").split { " ()\n".contains($0) }
        guard let version = words.first.flatMap({ ReleaseVersion(String($0)) }) else {
            throw DeploymentFailure(
                .unavailable,
                Phrase(
                    "the installed program does not show its version",
                    fr: "le programme installé n’indique pas sa version"),
                hint: Phrase(
                    "check it: \(snapshot.program) --version", fr: "vérifiez\u{A0}: \(snapshot.program) --version"))
        }
        let release = ReleaseDescription(
            version: version, commit: words.count > 2 ? String(words[2]) : "", platform: ReleaseDescription.platform,
            sha256: digest)
        try store.keep(release, program: program)
        try store.keep(snapshot, of: release)
        try store.append(ReleaseRecord(release, time: host.now(), by: "install", outcome: .live))
        return release
    }

    private func requireVersion(_ release: ReleaseDescription) async throws(ReleaseFault) {
        let program = store.program(of: release)
        let text = await host.output([program, "--version"])
        guard let word = text?.split(whereSeparator: { " \n".contains($0) }).first, String(word) == "\(release.version)"
        else {
            throw ReleaseFault(
                Phrase(
                    "the program does not run, or is not version \(release.version)",
                    fr: "le programme ne démarre pas, ou n’est pas la version \(release.version)"),
                evidence: [Evidence(source: "\(program) --version", line: text ?? "no output")])
        }
    }

    /// Backup, migration of a copy where one is needed, and the comparison.
    /// - Returns: whether the release changes the schema.
    private func prepare(_ release: ReleaseDescription, beside live: ReleaseDescription) async throws(ReleaseFault)
        -> Bool
    {
        host.report(Phrase("backup of the database", fr: "sauvegarde de la base de données"))
        try await backUp(with: store.program(of: live))
        let (old, new) = (store.program(of: live), store.program(of: release))
        host.report(
            Phrase(
                "starting \(release.version) beside \(live.version), and comparing",
                fr: "démarrage de \(release.version) à côté de \(live.version), et comparaison"))
        do throws(ReleaseFault) {
            try await ReleasePreflight(host: host, old: old, new: new, copies: nil).run()
            return false
        } catch {
            guard error.evidence.contains(where: { $0.line.trimmed == "cause: \(Cause.databaseNotMigrated.rawValue)" })
            else {
                throw error
            }
        }
        host.report(Phrase("migrating a copy of the database", fr: "migration d’une copie de la base de données"))
        let folder = InstallPaths.state + "/preflight"
        _ = try? await host.run(["rm", "-rf", folder], .seconds(60))
        let copies = (old: folder + "/old.db", new: folder + "/new.db")
        do throws(ReleaseFault) {
            try await expect(
                ["install", "-d", "-m", "700", "-o", InstallPaths.user, "-g", InstallPaths.user, folder], .seconds(10),
                Phrase("no copy of the database can be made", fr: "aucune copie de la base ne peut être faite"))
            // A migration holds up whoever writes: what takes much longer than the copy itself is refused.
            var limit: Duration = .seconds(1800)
            for (program, copy) in [(old, copies.old), (new, copies.new)] {
                let started = ContinuousClock.now
                try await expect(
                    [program, "restore", store.backup, "--set", "DATABASE_URL=sqlite://\(copy)"], limit,
                    Phrase(
                        "a copy of the database cannot be migrated, or not in time",
                        fr: "une copie de la base de données ne peut pas être migrée, ou pas à temps"))
                limit = max(.seconds(30), (ContinuousClock.now - started) * 3)
            }
            try await ReleasePreflight(host: host, old: old, new: new, copies: copies).run()
        } catch {
            _ = try? await host.run(["rm", "-rf", folder], .seconds(60))
            throw error
        }
        _ = try? await host.run(["rm", "-rf", folder], .seconds(60))
        return true
    }

    private func backUp(with program: String) async throws(ReleaseFault) {
        try await expect(
            [program, "backup", "--force", store.backup], .seconds(1800),
            Phrase("the database cannot be backed up", fr: "la base de données ne peut pas être sauvegardée"))
    }

    private func expect(_ words: [String], _ limit: Duration, _ failure: Phrase) async throws(ReleaseFault) {
        let lines: String
        do throws(CommandError) {
            let result = try await host.run(words, limit)
            if result.status == 0 { return }
            lines = result.errors
        } catch {
            lines = error.description
        }
        throw ReleaseFault(
            failure,
            evidence: lines.textLines().suffix(12).map {
                Evidence(
                    source: words.filter { !$0.hasPrefix("-") }.prefix(2).joined(separator: " "),
                    line: String($0.prefix(400)))
            })
    }

    // MARK: - The switch

    private func change(_ begun: ReleaseJournal, watching: Duration) async throws -> Outcome {
        var journal = begun
        let release = journal.record.release
        let isKept = try store.snapshot(of: release) != nil
        let watch = ReleaseWatch(host: host, api: api, web: web, program: store.program(of: journal.previous))
        let baseline = await watch.baseline()
        let start = host.now()
        do throws(ReleaseFault) {
            if journal.migrates {
                journal.stopped = await runningSchedule()
                try await guarded(journal)
                // Nothing is collected on trial: what is kept is what the backup has.
                _ = try? await host.run(["systemctl", "stop"] + Self.schedule, .seconds(60))
                try await backUp(with: store.program(of: journal.previous))
            }
            var switching = journal
            switching.phase = .switching
            try await guarded(switching)
            journal = switching
            host.report(Phrase("switching to \(release.version)", fr: "passage à \(release.version)"))
            try await activate(release)
            host.report(
                Phrase(
                    "watching \(release.version) for \(watching.phrase.english)",
                    fr: "surveillance de \(release.version) pendant \(watching.phrase.french)"))
            try await watch.run(for: watching, since: start, against: baseline, collecting: !journal.migrates)
        } catch {
            guard journal.phase == .switching else {
                // Files, services and database are as they were, and the backup may be older than what was collected.
                try? store.begin(journal)
                await resume(journal)
                if !isKept { store.remove(release) }
                return try await finish(journal, .refused, error, live: journal.previous)
            }
            host.report(
                Phrase("undoing: ", fr: "annulation\u{A0}: ") + error.reason)
            try await restore(journal.previous, database: journal.migrates)
            try? await watch.untilReady(since: host.now(), within: .seconds(60))
            // What the failed release did not collect.
            _ = try? await host.run(["systemctl", "start", "--no-block", ServiceUnits.collect], .seconds(30))
            store.remove(release)
            return try await finish(journal, .undone, error, live: journal.previous)
        }
        if journal.migrates { _ = try? await host.run(["systemctl", "start", ServiceUnits.timer], .seconds(60)) }
        return try await finish(journal, .live, nil, live: release)
    }

    /// What starts collection passes.
    private static let schedule = [ServiceUnits.timer, ServiceUnits.retryTimer, ServiceUnits.collect]

    /// The timers that are to be started again; none where systemd does not say.
    private func runningSchedule() async -> [String] {
        let active = (try? await SystemdControl(run: host.run).activeUnits()) ?? []
        return [ServiceUnits.timer, ServiceUnits.retryTimer].filter(active.contains)
    }

    /// Records the deployment, and has its end watched, so that it is undone when this process is ended.
    private func guarded(_ journal: ReleaseJournal) async throws(ReleaseFault) {
        do throws(DeploymentFailure) {
            try store.begin(journal)
            try await interruptionGuard.start(store.program(of: journal.previous))
        } catch {
            throw ReleaseFault(error.phrase)
        }
    }

    /// Puts the release in its place: a kept one as it was, a new one by its own `install`.
    private func activate(_ release: ReleaseDescription) async throws(ReleaseFault) {
        do {
            if try store.snapshot(of: release) != nil {
                try await restore(release, database: false)
                return
            }
        } catch {
            throw ReleaseFault(Phrase(verbatim: "\(error)"))
        }
        let program = store.program(of: release)
        try await expect(
            [
                "systemd-run", "--quiet", "--pipe", "--wait", "--collect", "--unit=\(Self.installing)", program,
                "install",
                "--program-file", program,
            ], .seconds(240),
            Phrase("the installation of the release failed", fr: "l’installation de la version a échoué"))
    }

    private func finish(
        _ journal: ReleaseJournal, _ outcome: ReleaseRecord.Outcome, _ fault: ReleaseFault?, live: ReleaseDescription
    ) async throws(DeploymentFailure) -> Outcome {
        var record = journal.record
        record.outcome = outcome
        record.reason = fault?.reason
        try store.append(record)
        store.end()
        await interruptionGuard.end()
        try store.prune()
        return Outcome(record: record, live: live, fault: fault)
    }

    func bytes(of path: String) throws(DeploymentFailure) -> Data {
        do { return try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) } catch {
            throw DeploymentFailure(
                .io, Phrase("\(path) cannot be read", fr: "\(path) ne peut pas être lu"),
                hint: Phrase("check it: ls -l \(path)", fr: "vérifiez-le\u{A0}: ls -l \(path)"), detail: "\(error)")
        }
    }

    private func unlinkFile(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
