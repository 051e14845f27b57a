import Domain
import FoundationEssentials
import OperatingSystem

extension Deployer {
    /// Waits for the end of a deployment, and undoes it when it ended before its result: what the unit
    /// ``Domain/ServiceUnits/undo`` runs. Blocks.
    /// - Returns: whether there was one to undo.
    package func recoverWhenInterrupted() async throws -> Bool {
        let lock = try ReleaseLock(store, waits: true)
        defer { withExtendedLifetime(lock) {} }
        return try await recover()
    }

    /// Undoes a deployment that was ended from outside: the host is whole afterwards, with the release before it.
    /// - Returns: whether there was one.
    @discardableResult
    package func recover() async throws -> Bool {
        guard let journal = try store.unfinished() else {
            await interruptionGuard.end()
            return false
        }
        // It had come to its result, which only the journal does not know.
        if let last = try store.records().last, last.release == journal.record.release, last.time == journal.record.time
        {
            store.end()
            await interruptionGuard.end()
            return false
        }
        for unit in [
            "bitcoin-analyzer-preflight-old.service", "bitcoin-analyzer-preflight-new.service", Self.installing,
        ] {
            _ = try? await host.run(["systemctl", "stop", unit], .seconds(30))
        }
        if journal.phase == .switching {
            host.report(
                Phrase(
                    "undoing the deployment of \(journal.record.release.version), which was interrupted",
                    fr: "annulation du déploiement interrompu de \(journal.record.release.version)"))
            try await restore(journal.previous, database: journal.migrates)
        } else {
            await resume(journal)
        }
        var record = journal.record
        record.outcome = .interrupted
        try store.append(record)
        store.end()
        await interruptionGuard.end()
        return true
    }

    /// Starts the timers again that were stopped for a deployment which changed nothing.
    func resume(_ journal: ReleaseJournal) async {
        let timers = journal.stopped ?? []
        if !timers.isEmpty { _ = try? await host.run(["systemctl", "start"] + timers, .seconds(60)) }
    }

    var interruptionGuard: InterruptionGuard { InterruptionGuard(tree: tree, run: host.run) }
    /// The unit in which a release installs itself: it can be stopped when the deployment was killed.
    static let installing = "bitcoin-analyzer-installing.service"

    /// Puts a kept release in its place.
    /// - Parameter database: whether the database comes back from the backup, too.
    func restore(_ release: ReleaseDescription, database: Bool) async throws {
        guard let snapshot = try store.snapshot(of: release) else {
            throw DeploymentFailure.bug("no record of what was installed with \(release.identity)")
        }
        let program = try bytes(of: store.program(of: release))
        let changes = try snapshot.changes(in: tree, program: program)
        let control = SystemdControl(run: host.run)
        let active = try await control.activeUnits()
        let hold = StartHold(tree: tree, run: host.run)
        let applier = ChangeApplier(tree, rights: tree.rights, run: host.run)
        do {
            if database {
                // Whoever has the database open.
                let others = [ServiceUnits.watchTimer, ServiceUnits.watch, ServiceUnits.timer, ServiceUnits.collect]
                    .filter(active.contains)
                if !others.isEmpty { try await control.run(["systemctl", "stop"] + others) }
                try await hold.begin()
            }
            for change in changes { try await applier.apply(change) }
            if database { try await restoreDatabase(by: release) }
        } catch {
            // An API that answers with what is there is better than none.
            if database { await hold.end() }
            throw error
        }
        if database { await hold.end() }
        for command in ServiceSteps.restore(changes, active: active).after { try await control.run(command) }
        if database {
            let timers = try [ServiceUnits.timer, ServiceUnits.watchTimer].filter { unit in
                try tree.entry(InstallPaths.unit(unit)) != nil
            }
            try await control.run(["systemctl", "start"] + ServiceUnits.services + timers)
        }
    }

    private func restoreDatabase(by release: ReleaseDescription) async throws {
        let words = [store.program(of: release), "restore", store.backup, "--force"]
        let result = try await host.run(words, .seconds(1800))
        guard result.status == 0 else {
            throw DeploymentFailure(
                .unavailable,
                Phrase(
                    "the database could not be restored from \(store.backup): ",
                    fr: "la base de données n’a pas pu être restaurée depuis \(store.backup)\u{A0}: ")
                    + Phrase(verbatim: result.errors.condensedLine(limit: 300)),
                hint: Phrase.runByHand(words))
        }
    }
}
